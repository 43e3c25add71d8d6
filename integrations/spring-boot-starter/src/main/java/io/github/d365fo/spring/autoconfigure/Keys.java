package io.github.d365fo.spring.autoconfigure;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The keys of a map of properties, which beans are named after before properties become beans themselves. */
final class Keys {
    private Keys() {}

    /** Returns the keys right below {@code prefix}, in order. */
    static Set<String> of(Environment environment, String prefix) {
        return Binder.get(environment)
                .bind(prefix, Bindable.mapOf(String.class, Object.class))
                .<Set<String>>map(map -> new TreeSet<>(map.keySet()))
                .orElseGet(Set::of);
    }
}

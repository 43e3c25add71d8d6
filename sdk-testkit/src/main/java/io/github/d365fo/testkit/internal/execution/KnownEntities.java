package io.github.d365fo.testkit.internal.execution;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The entities of the environment: any entity, until a test sets a list. Thread-safe. */
public final class KnownEntities {
    private volatile Set<String> labels = Set.of();
    private volatile Set<String> composites = Set.of();

    public void only(List<String> entities) {
        labels = keys(entities);
    }

    public void composite(List<String> entities) {
        composites = keys(entities);
    }

    public boolean contains(String label) {
        Set<String> known = labels;
        return known.isEmpty() || known.contains(key(label));
    }

    public boolean isComposite(String label) {
        return composites.contains(key(label));
    }

    public JsonObject save() {
        return new JsonObject().put("only", labels).put("composite", composites);
    }

    public void restore(JsonObject saved) {
        only(saved.texts("only"));
        composite(saved.texts("composite"));
    }

    private static Set<String> keys(List<String> entities) {
        return entities.stream().map(KnownEntities::key).collect(Collectors.toUnmodifiableSet());
    }

    private static String key(String label) {
        return label.toLowerCase(Locale.ROOT);
    }
}

package io.github.d365fo.spring.autoconfigure;

import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

/** Registers a bean for each entry of a map of properties: named as the entry, and with its key as the qualifier. */
final class NamedBeans {
    private final BeanDefinitionRegistry registry;

    NamedBeans(BeanDefinitionRegistry registry) {
        this.registry = registry;
    }

    /**
     * Registers a bean unless there is one of that name.
     *
     * @param byTypeAlone whether it can be injected without its qualifier
     */
    <T> void register(String name, String qualifier, boolean byTypeAlone, Class<T> type, Supplier<T> supplier) {
        if (registry.containsBeanDefinition(name)) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, qualifier));
        definition.setDefaultCandidate(byTypeAlone);
        registry.registerBeanDefinition(name, definition);
    }
}

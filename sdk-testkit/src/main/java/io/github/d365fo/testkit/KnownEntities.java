package io.github.d365fo.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The entities of the environment: all that anybody names, until a test lists them. Thread-safe. */
final class KnownEntities {
    private volatile Set<String> labels = Set.of();

    void only(List<String> entities) {
        labels = entities.stream().map(label -> label.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    boolean contains(String label) {
        Set<String> known = labels;
        return known.isEmpty() || known.contains(label.toLowerCase(Locale.ROOT));
    }
}

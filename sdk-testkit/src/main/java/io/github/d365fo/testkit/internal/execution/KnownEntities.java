package io.github.d365fo.testkit.internal.execution;

import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The entities of the environment: any entity, until a test sets a list. Thread-safe. */
public final class KnownEntities {
    private volatile Set<String> labels = Set.of();
    private volatile Set<String> composites = Set.of();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    public void only(List<String> entities) {
        labels = keys(entities);
    }

    public void composite(List<String> entities) {
        composites = keys(entities);
    }

    /** Returns the labels of the entities that there are, in lower case, or none if there is every one. */
    public Set<String> labels() {
        return new TreeSet<>(labels);
    }

    /** Returns the labels of the composite entities, in lower case. */
    public Set<String> composites() {
        return new TreeSet<>(composites);
    }

    /** Sets the outcome of every import of an entity for which nothing else was planned. */
    public void end(String label, Outcome outcome) {
        outcomes.put(key(label), outcome);
    }

    /** Returns the outcome of an import for which nothing was planned: it depends on the entities and their data. */
    public Outcome outcomeOf(List<PackageEntity> entities) {
        List<Outcome> each = entities.stream()
                .map(entity -> Optional.ofNullable(outcomes.get(key(entity.label())))
                        .filter(planned -> entity.problem().isEmpty())
                        .map(planned -> planned.forEntity(entity.label()))
                        .orElseGet(() -> Outcome.of(List.of(entity))))
                .toList();
        return each.size() == 1 ? each.get(0) : Outcome.joined(each);
    }

    public boolean contains(String label) {
        Set<String> known = labels;
        return known.isEmpty() || known.contains(key(label));
    }

    public boolean isComposite(String label) {
        return composites.contains(key(label));
    }

    public JsonObject save() {
        JsonObject ends = new JsonObject();
        outcomes.forEach((label, outcome) -> ends.put(label, outcome.save()));
        return new JsonObject().put("only", labels).put("composite", composites).put("outcomes", ends);
    }

    public void restore(JsonObject saved) {
        only(saved.texts("only"));
        composite(saved.texts("composite"));
        JsonObject ends = saved.object("outcomes").orElseGet(JsonObject::new);
        ends.names().forEach(label -> end(label, Outcome.restore(ends.requireObject(label))));
    }

    private static Set<String> keys(List<String> entities) {
        return entities.stream().map(KnownEntities::key).collect(Collectors.toUnmodifiableSet());
    }

    private static String key(String label) {
        return label.toLowerCase(Locale.ROOT);
    }
}

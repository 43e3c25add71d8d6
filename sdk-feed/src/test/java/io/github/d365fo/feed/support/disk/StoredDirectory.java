package io.github.d365fo.feed.support.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The names in a directory, and how to take back the changes that a cut may lose: the last ones first. */
final class StoredDirectory implements Node {
    private final TreeMap<String, Node> names = new TreeMap<>();
    private final List<Map<String, @Nullable Node>> before = new ArrayList<>();

    Map<String, Node> names() {
        return names;
    }

    @Nullable
    Node get(String name) {
        return names.get(name);
    }

    /** Gives names to nodes, or takes them away, in one step. */
    void change(Map<String, @Nullable Node> changes) {
        Map<String, @Nullable Node> old = new HashMap<>();
        changes.keySet().forEach(name -> old.put(name, names.get(name)));
        before.add(old);
        apply(changes);
    }

    void change(String name, @Nullable Node node) {
        Map<String, @Nullable Node> one = new HashMap<>();
        one.put(name, node);
        change(one);
    }

    private void apply(Map<String, @Nullable Node> changes) {
        changes.forEach((name, node) -> {
            if (node == null) {
                names.remove(name);
            } else {
                names.put(name, node);
            }
        });
    }

    @Override
    public long used() {
        return names.values().stream().mapToLong(Node::used).sum();
    }

    @Override
    public void force() {
        before.clear();
    }

    @Override
    public void cut(RandomGenerator random) {
        int lost = before.isEmpty() ? 0 : random.nextInt(before.size() + 1);
        for (int i = before.size() - 1; lost > 0; i--, lost--) {
            apply(before.get(i));
        }
        before.clear();
        names.values().forEach(node -> node.cut(random));
    }
}

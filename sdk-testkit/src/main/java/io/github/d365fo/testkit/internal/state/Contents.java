package io.github.d365fo.testkit.internal.state;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The contents of a state: a file for each, as long as a value of the state refers to it. Not thread-safe.
 */
final class Contents {
    private final StateFiles files;
    /** The named contents by identity, so that the same object is stored once. */
    private final IdentityHashMap<Content, String> names = new IdentityHashMap<>();
    /** The contents that are on disk. */
    private final SortedMap<String, Kept> written = new TreeMap<>();
    /** The named contents that are not on disk yet. */
    private final Map<String, Content> fresh = new LinkedHashMap<>();

    private final NavigableMap<List<String>, Set<String>> references = new TreeMap<>(Contents::compare);
    private final Map<String, Integer> counts = new HashMap<>();
    /** The contents that may have lost their last reference. */
    private final Set<String> released = new LinkedHashSet<>();

    private long named;

    private record Kept(Content content, Checksum checksum) {}

    Contents(StateFiles files) {
        this.files = files;
    }

    /** Makes a value; from now on it is the value at {@code at}, and refers to the contents that it kept. */
    Object collect(List<String> at, StatePart.Value value) {
        Set<String> used = new LinkedHashSet<>();
        Object made = value.with(content -> {
            String name = name(content);
            used.add(name);
            return name;
        });
        used.forEach(name -> counts.merge(name, 1, Integer::sum));
        Set<String> before = used.isEmpty() ? references.remove(at) : references.put(at, used);
        if (before != null) {
            before.forEach(this::release);
        }
        return made;
    }

    /** Drops the references of all values at {@code at} and below. */
    void release(List<String> at) {
        Iterator<Map.Entry<List<String>, Set<String>>> below =
                references.tailMap(at).entrySet().iterator();
        while (below.hasNext()) {
            Map.Entry<List<String>, Set<String>> each = below.next();
            List<String> path = each.getKey();
            if (path.size() < at.size() || !path.subList(0, at.size()).equals(at)) {
                return;
            }
            each.getValue().forEach(this::release);
            below.remove();
        }
    }

    /** Drops all references. */
    void releaseAll() {
        references.clear();
        counts.clear();
        released.addAll(names.values());
    }

    private void release(String name) {
        counts.merge(name, -1, Integer::sum);
        released.add(name);
    }

    private String name(Content content) {
        return names.computeIfAbsent(content, key -> {
            String name = files.name(++named);
            fresh.put(name, content);
            return name;
        });
    }

    private boolean isUsed(String name) {
        return counts.getOrDefault(name, 0) > 0;
    }

    /** Writes the new contents and returns them with their checksums. */
    JsonObject write() throws IOException {
        JsonObject added = new JsonObject();
        forgetUnusedFresh();
        for (Map.Entry<String, Content> each : fresh.entrySet()) {
            Kept kept = written.get(each.getKey());
            if (kept == null) {
                kept = write(each.getKey(), each.getValue());
            }
            added.put(each.getKey(), kept.checksum().save());
        }
        return added;
    }

    private void forgetUnusedFresh() {
        Iterator<Map.Entry<String, Content>> each = fresh.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Content> one = each.next();
            if (!isUsed(one.getKey()) && !written.containsKey(one.getKey())) {
                names.remove(one.getValue());
                each.remove();
            }
        }
    }

    private Kept write(String name, Content content) throws IOException {
        try (InputStream in = content.open()) {
            Kept kept = new Kept(content, files.write(files.content(name), out -> Checksum.ofCopy(in, out)));
            written.put(name, kept);
            return kept;
        }
    }

    /** Returns the contents on disk without a reference. */
    List<String> unused() {
        return released.stream()
                .filter(name -> written.containsKey(name) && !isUsed(name))
                .toList();
    }

    /** Returns the used contents on disk with their checksums. */
    JsonObject used() {
        JsonObject all = new JsonObject();
        written.forEach((name, kept) -> {
            if (isUsed(name)) {
                all.put(name, kept.checksum().save());
            }
        });
        return all;
    }

    /** Deletes the contents without a reference, now that the state on disk does not name them any more. */
    void deleteUnused() throws IOException {
        fresh.clear();
        for (String name : unused()) {
            Files.deleteIfExists(files.content(name));
            Kept old = written.remove(name);
            if (old != null) {
                names.remove(old.content());
            }
        }
        released.forEach(name -> counts.remove(name, 0));
        released.clear();
    }

    /** Reads a content back. */
    void readBack(String name, Checksum checksum) throws IOException {
        Path file = files.content(name);
        if (files.number(name) < 0 || !Files.exists(file)) {
            throw files.damaged(file, "it is missing");
        }
        files.checkKind(file);
        if (Files.size(file) != checksum.size() || !Checksum.of(file).equals(checksum)) {
            throw files.damaged(file, "its checksum is wrong");
        }
        Content content = Content.of(file);
        written.put(name, new Kept(content, checksum));
        names.put(content, name);
        named = Math.max(named, files.number(name));
    }

    /**
     * Returns a content on disk, the same object for each name.
     *
     * @throws IllegalArgumentException if there is none
     */
    Content get(String name) {
        Kept kept = written.get(name);
        if (kept == null) {
            throw new IllegalArgumentException("content: there is no such file in the state");
        }
        return kept.content();
    }

    Set<String> onDisk() {
        return written.keySet();
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }
}

package io.github.d365fo.testkit.internal.state;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A map in the order of its entries that remembers which of them have changed since it was saved, so that saving it
 * takes as long as its changes. A server that stores nothing never saves it, and then it remembers nothing. Guarded by
 * its owner.
 *
 * @param <K> the keys, whose texts differ
 * @param <V> the entries; an owner that changes one must call {@link #changed}
 */
public final class KeptMap<K, V> {
    private final Map<K, V> entries = new LinkedHashMap<>();
    private final Set<K> removed = new LinkedHashSet<>();
    private final Set<K> changed = new LinkedHashSet<>();
    private boolean cleared;
    private boolean saved;

    /** Saves one entry. */
    public interface EntryWriter<V> {
        /** Saves {@code entry} in {@code part}, under {@code name}. */
        void save(StatePart part, String name, V entry);
    }

    public Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Adds an entry at the end, or replaces one in its place. */
    public void put(K key, V entry) {
        entries.put(key, entry);
        changed(key);
    }

    /** Notes that an entry has changed. */
    public void changed(K key) {
        if (saved) {
            changed.add(key);
        }
    }

    /** Removes an entry and returns it. */
    public Optional<V> remove(K key) {
        Optional<V> old = Optional.ofNullable(entries.remove(key));
        if (saved && old.isPresent()) {
            changed.remove(key);
            removed.add(key);
        }
        return old;
    }

    public void clear() {
        entries.clear();
        removed.clear();
        changed.clear();
        cleared = saved;
    }

    /** Returns a view of all entries. */
    public Collection<V> values() {
        return entries.values();
    }

    /** Returns a view of all keys and entries. */
    public Set<Map.Entry<K, V>> entries() {
        return entries.entrySet();
    }

    public int size() {
        return entries.size();
    }

    /** Saves what has changed in {@code part}, which nothing else uses. */
    public void save(StatePart part, EntryWriter<V> writer) {
        if (part.isWhole() || !saved) {
            entries.forEach((key, entry) -> writer.save(part, key.toString(), entry));
        } else {
            if (cleared) {
                part.remove();
            }
            removed.forEach(key -> part.part(key.toString()).remove());
            changed.forEach(key -> get(key).ifPresent(entry -> writer.save(part, key.toString(), entry)));
        }
        saved = true;
        cleared = false;
        removed.clear();
        changed.clear();
    }
}

package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerState;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The entries of a ledger, in memory. Not thread-safe: sessions hold its monitor from reading an entry until they have
 * changed it.
 */
class Shelf {
    private final Map<String, KeptEntry> entries = new HashMap<>();
    private final Map<Key, String> ids = new HashMap<>();

    private record Key(ActivityId activity, String name) {}

    Optional<KeptEntry> find(ActivityId activity, String id) {
        return Optional.ofNullable(entries.get(id))
                .filter(entry -> entry.activity().equals(activity));
    }

    Optional<KeptEntry> named(ActivityId activity, String name) {
        return Optional.ofNullable(ids.get(new Key(activity, name))).map(entries::get);
    }

    /** Returns the entry that was changed last of those that {@link io.github.d365fo.feed.LedgerSession} means. */
    Optional<KeptEntry> unacknowledged(ActivityId activity, String sha256) {
        return of(activity)
                .filter(entry -> entry.isFateKnown() && !entry.acknowledged())
                .filter(entry -> entry.sha256().filter(sha256::equals).isPresent())
                .max(Comparator.comparing(KeptEntry::changed).thenComparing(KeptEntry::id));
    }

    /** Returns the ids of the entries that may be forgotten. */
    List<String> changedBefore(ActivityId activity, long time) {
        return of(activity)
                .filter(entry -> entry.changed() < time && entry.state() != LedgerState.SPOOLED)
                .map(KeptEntry::id)
                .toList();
    }

    private Stream<KeptEntry> of(ActivityId activity) {
        return all().stream().filter(entry -> entry.activity().equals(activity));
    }

    final Collection<KeptEntry> all() {
        return entries.values();
    }

    /** Keeps an entry, in the place of the one with its id. */
    void keep(KeptEntry entry) {
        entries.put(entry.id(), entry);
        entry.names().forEach(name -> ids.put(new Key(entry.activity(), name), entry.id()));
    }

    /** Drops entries and their names. */
    void drop(Collection<String> dropped) {
        for (String id : dropped) {
            KeptEntry entry = entries.remove(id);
            if (entry != null) {
                entry.names().forEach(name -> ids.remove(new Key(entry.activity(), name)));
            }
        }
    }
}

package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Changes of a {@link Shelf} as records of a log. A record has the whole of an entry, so that replaying one twice changes
 * nothing and the last one counts.
 */
final class EntryRecord {
    private static final String ENTRY = "entry";
    private static final String FORGET = "forget";
    private static final String YES = "1";

    private EntryRecord() {}

    static List<String> of(KeptEntry entry) {
        List<String> fields = new ArrayList<>(List.of(
                ENTRY,
                entry.id(),
                entry.activity().value(),
                entry.state().name(),
                Integer.toString(entry.attempts()),
                // An owner may have any name, an empty one, too.
                entry.owner().map("="::concat).orElse(""),
                Long.toString(entry.claimedUntil()),
                entry.acknowledged() ? YES : "0",
                entry.sha256().orElse(""),
                Long.toString(entry.changed())));
        fields.addAll(entry.names());
        return fields;
    }

    static List<String> forget(Collection<String> ids) {
        List<String> fields = new ArrayList<>(List.of(FORGET));
        fields.addAll(ids);
        return fields;
    }

    /**
     * Hands the change of {@code fields} to {@code keep} or {@code drop}.
     *
     * @return whether the record is of a known kind
     */
    static boolean replay(List<String> fields, Consumer<KeptEntry> keep, Consumer<Collection<String>> drop) {
        switch (fields.get(0)) {
            case ENTRY -> keep.accept(entry(fields.iterator()));
            case FORGET -> drop.accept(fields.subList(1, fields.size()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static KeptEntry entry(Iterator<String> fields) {
        fields.next();
        String id = fields.next();
        ActivityId activity = ActivityId.of(fields.next());
        LedgerState state = LedgerState.valueOf(fields.next());
        int attempts = Integer.parseInt(fields.next());
        Optional<String> owner = present(fields.next()).map(text -> text.substring(1));
        long claimedUntil = Long.parseLong(fields.next());
        boolean acknowledged = fields.next().equals(YES);
        Optional<String> sha256 = present(fields.next());
        long changed = Long.parseLong(fields.next());
        List<String> names = new ArrayList<>();
        fields.forEachRemaining(names::add);
        return new KeptEntry(id, activity, names, state, attempts, owner, claimedUntil, acknowledged, sha256, changed);
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(field -> !field.isEmpty());
    }
}

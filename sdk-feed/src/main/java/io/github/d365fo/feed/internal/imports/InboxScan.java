package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.run.Growing;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Looks into the inbox and takes what is whole. Used by one thread at a time. */
final class InboxScan {
    private final Inbox inbox;
    private final Waits waits;
    private final Growing pauses;
    private final Growing idle;
    private final Events events;
    private final boolean ordered;
    private final Set<Path> unreadable = new HashSet<>();
    private final Map<Path, Refused> refused = new HashMap<>();
    private int idleScans;
    private int failures;

    InboxScan(Inbox inbox, Waits waits, Growing pauses, Growing idle, Events events, boolean ordered) {
        this.inbox = inbox;
        this.waits = waits;
        this.pauses = pauses;
        this.idle = idle;
        this.events = events;
        this.ordered = ordered;
    }

    private record Refused(int failures, Instant next) {}

    /**
     * What a scan did.
     *
     * @param left how many whole files are left in the inbox
     * @param unsettled how many others there are
     * @param worthWaiting how many of them will be whole soon
     * @param pause how long to wait before the next scan
     * @param failure what went wrong
     */
    record Found(int left, int unsettled, int worthWaiting, Duration pause, Optional<Throwable> failure) {}

    /** Makes a file the feed's own. */
    interface Taker {
        void take(Path file) throws IOException;
    }

    /** Has {@code taker} take at most {@code room} files, and none once {@code stopping}. */
    Found scan(int room, BooleanSupplier stopping, Taker taker) {
        try {
            Inbox.Listing listing = inbox.list(waits.now());
            failures = 0;
            refused.keySet().retainAll(listing.whole());
            tellUnreadable(listing.unreadable());
            return take(listing, room, stopping, taker);
        } catch (Throwable e) {
            failures++;
            return new Found(0, 0, 0, pauses.before(failures), Optional.of(e));
        }
    }

    private Found take(Inbox.Listing listing, int room, BooleanSupplier stopping, Taker taker) {
        List<Path> taken = new ArrayList<>();
        Optional<Throwable> failure = Optional.empty();
        for (Path file : listing.whole()) {
            if (taken.size() >= room || stopping.getAsBoolean()) {
                break;
            }
            if (isDue(file)) {
                Optional<Throwable> trouble = take(file, taker, taken);
                failure = trouble.isPresent() ? trouble : failure;
            }
            if (ordered && refused.containsKey(file)) {
                // Those behind it would pass it.
                break;
            }
        }
        int left = listing.whole().size() - taken.size();
        boolean nothing = listing.whole().isEmpty() && listing.unsettled() == 0;
        idleScans = nothing ? idleScans + 1 : 1;
        return new Found(left, listing.unsettled(), listing.worthWaiting(), idle.before(idleScans), failure);
    }

    /** A folder of others, such as a volume's own, is none of the feed's, so it is told once and holds nothing up. */
    private void tellUnreadable(Map<Path, IOException> found) {
        unreadable.retainAll(found.keySet());
        found.forEach((path, failure) -> {
            if (unreadable.add(path)) {
                events.trouble("looking into the inbox", failure);
            }
        });
    }

    private boolean isDue(Path file) {
        Refused before = refused.get(file);
        return before == null || !before.next().isAfter(waits.now());
    }

    private Optional<Throwable> take(Path file, Taker taker, List<Path> taken) {
        try {
            taker.take(file);
            taken.add(file);
            refused.remove(file);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            // Whoever put it there has taken it away again.
            return Optional.empty();
        } catch (Throwable e) {
            // Unless there is an order, one file that can't be taken, whatever is odd about it, keeps no other from it.
            Refused before = refused.get(file);
            int number = before == null ? 1 : before.failures() + 1;
            refused.put(file, new Refused(number, waits.now().plus(pauses.before(number))));
            return Optional.of(e);
        }
    }
}

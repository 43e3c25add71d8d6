package io.github.d365fo.testkit.internal.connector;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The messages of a queue that are not acknowledged: free ones in the order of their publication, and leased ones in
 * the order in which they come back, so that a delivery looks at none of the others. A message must be removed before
 * it changes, and added afterwards. Guarded by its queue.
 */
final class DeliveryOrder {
    private final NavigableSet<ExportMessage> free;
    private final NavigableSet<ExportMessage> leased;

    DeliveryOrder() {
        this(Comparator.comparingLong(ExportMessage::number));
    }

    DeliveryOrder(Comparator<ExportMessage> byPublication) {
        this.free = new TreeSet<>(byPublication);
        this.leased =
                new TreeSet<>(Comparator.comparing(ExportMessage::freeFrom).thenComparing(byPublication));
    }

    /** Adds a message unless it is acknowledged. */
    void add(ExportMessage message, Instant now) {
        if (message.isFree(now)) {
            free.add(message);
        } else if (!message.isAcknowledged()) {
            leased.add(message);
        }
    }

    /** Removes a message if it is here. */
    void remove(ExportMessage message) {
        if (!free.remove(message)) {
            leased.remove(message);
        }
    }

    /** Returns the messages that can be delivered, the oldest first. Time never goes back. */
    SortedSet<ExportMessage> free(Instant now) {
        while (!leased.isEmpty() && leased.first().isFree(now)) {
            free.add(leased.pollFirst());
        }
        return free;
    }

    int size() {
        return free.size() + leased.size();
    }

    void clear() {
        free.clear();
        leased.clear();
    }
}

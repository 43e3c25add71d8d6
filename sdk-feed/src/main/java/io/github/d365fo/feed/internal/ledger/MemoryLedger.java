package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.LedgerSession;
import java.time.Clock;

/** A ledger that is forgotten with its object. Thread-safe. */
public final class MemoryLedger implements DeliveryLedger {
    private final Shelf shelf = new Shelf();

    @Override
    public LedgerSession open(ActivityId activity, String owner, Clock clock) {
        return new KeptSession(shelf, activity, owner, clock, () -> {});
    }
}

package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import java.time.Clock;

/** To be written. */
public final class DirectoryLedger implements DeliveryLedger {
    public DirectoryLedger(java.nio.file.Path directory) {}

    @Override
    public LedgerSession open(ActivityId activity, String owner, Clock clock) {
        throw new LedgerException("to be written");
    }
}

package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.FailureClassifier;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.PoisonPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What a builder was told, complete and checked. */
public record Settings(
        RecurringJob job,
        HandlerFactory handler,
        CommitMode commit,
        Path spool,
        long spoolLimit,
        DeliveryLedger ledger,
        int concurrency,
        int attempts,
        FailureClassifier classifier,
        Path quarantine,
        PoisonPolicy poison,
        Duration idleFirst,
        Duration idleMost,
        Duration leaseMargin,
        Duration claim,
        Duration drainTimeout,
        boolean shutdownHook,
        List<FeedListener> listeners,
        Clock clock) {

    /** Returns these settings with another clock. */
    Settings withClock(Clock other) {
        return new Settings(
                job,
                handler,
                commit,
                spool,
                spoolLimit,
                ledger,
                concurrency,
                attempts,
                classifier,
                quarantine,
                poison,
                idleFirst,
                idleMost,
                leaseMargin,
                claim,
                drainTimeout,
                shutdownHook,
                listeners,
                other);
    }
}

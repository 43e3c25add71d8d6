package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.LedgerSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/** A ledger in a directory of one process. Thread-safe. */
public final class DirectoryLedger implements DeliveryLedger {
    private final Path directory;

    public DirectoryLedger(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    @Override
    public LedgerSession open(ActivityId activity, String owner, Clock clock) {
        Objects.requireNonNull(activity, "activity");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(clock, "clock");
        LedgerDirectory open = LedgerDirectory.open(directory, activity);
        return new KeptSession(open.shelf(), activity, owner, clock, () -> open.close(activity));
    }
}

package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.Export;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A message and its package on the disk. */
record FetchedExport(DequeueResult message, Path file, long size, String sha256, int attempt, Clock clock)
        implements Export {

    @Override
    public Instant leaseExpiresAt() {
        return message.leaseExpiresAt();
    }

    @Override
    public Duration remaining() {
        Duration left = Duration.between(clock.instant(), leaseExpiresAt());
        return left.isNegative() ? Duration.ZERO : left;
    }
}

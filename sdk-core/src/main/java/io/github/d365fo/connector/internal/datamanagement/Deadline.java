package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.internal.time.Time;
import java.time.Duration;

/** The time limit of an operation of several steps, by the client's clock. */
final class Deadline {
    private final Time time;
    private final long startedAt;
    private final Duration atMost;

    Deadline(Time time, Duration atMost) {
        this.time = time;
        this.startedAt = time.nanos();
        this.atMost = atMost;
    }

    /** Returns the remaining time, never negative. */
    Duration left() {
        Duration left = atMost.minusNanos(time.nanos() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

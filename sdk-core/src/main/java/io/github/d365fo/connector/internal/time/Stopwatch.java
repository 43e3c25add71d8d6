package io.github.d365fo.connector.internal.time;

import java.time.Duration;

/** Measures real time, even if the client's clock is virtual, since sockets know no other. Immutable. */
public final class Stopwatch {
    private final long startedAt = System.nanoTime();

    /** Starts measuring. */
    public Stopwatch() {}

    /** Returns the time since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Returns the rest of {@code limit}; negative once it has passed. */
    public Duration remaining(Duration limit) {
        return limit.minus(elapsed());
    }
}

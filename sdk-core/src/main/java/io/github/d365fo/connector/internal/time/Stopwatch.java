package io.github.d365fo.connector.internal.time;

import java.time.Duration;

/** Measures real time, also where the client's clock is virtual: sockets know no other. Immutable. */
public final class Stopwatch {
    private final long startedAt = System.nanoTime();

    /** Starts measuring. */
    public Stopwatch() {}

    /** Returns the time since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Returns what is left of {@code limit}; negative once it is over. */
    public Duration remaining(Duration limit) {
        return limit.minus(elapsed());
    }
}

package io.github.d365fo.connector;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A clock that also decides when a wait is over.
 *
 * <p>A client built with {@link ConnectorClientBuilder#clock(Clock)} on a virtual clock takes every wait between two
 * requests (retry, throttling, polling) from it instead of from the system, so that a test of half an hour takes
 * milliseconds. Timeouts on sockets stay in real time. The testkit's {@code TestClock} is one.
 *
 * <p>Implementations must be thread-safe.
 */
public abstract class VirtualClock extends Clock {
    /** For subclasses. */
    protected VirtualClock() {}

    /**
     * Returns a future that completes once this clock has moved on by {@code duration}. A duration of zero or less is
     * over at once. Cancelling the future withdraws the wait.
     */
    public abstract CompletableFuture<Void> delay(Duration duration);
}

package io.github.d365fo.connector;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A clock that also decides when a wait is over.
 *
 * <p>A client built with {@link ConnectorClientBuilder#clock(Clock)} and a virtual clock uses it instead of the system
 * for every wait between requests (retries, throttling, polls), so that a test of half an hour takes milliseconds.
 * Socket timeouts stay in real time. The testkit's {@code TestClock} is a virtual clock.
 *
 * <p>Implementations must be thread-safe.
 */
public abstract class VirtualClock extends Clock {
    /** For subclasses. */
    protected VirtualClock() {}

    /**
     * Returns a future that completes once this clock has moved on by {@code duration}. A duration of zero or less
     * completes at once. Cancelling the future cancels the wait.
     */
    public abstract CompletableFuture<Void> delay(Duration duration);
}

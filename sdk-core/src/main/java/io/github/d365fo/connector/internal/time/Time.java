package io.github.d365fo.connector.internal.time;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The time of a client, for leases, retries and waits between requests. */
public final class Time {
    private final Clock clock;
    private final Instant origin;
    /** The latest reading, since a virtual clock may be set back. */
    private final AtomicLong latest = new AtomicLong();

    private Time(Clock clock) {
        this.clock = clock;
        this.origin = clock.instant();
    }

    /** Returns the time of {@code clock}; waits are real unless it is a {@link VirtualClock}. */
    public static Time of(Clock clock) {
        return new Time(clock);
    }

    /** Returns the current instant. */
    public Instant now() {
        return clock.instant();
    }

    /** Returns a monotonic reading in nanoseconds, to measure retries and throttling. */
    public long nanos() {
        return clock instanceof VirtualClock
                ? latest.accumulateAndGet(saturated(Duration.between(origin, clock.instant())), Math::max)
                : System.nanoTime();
    }

    /** Returns whether waits take real time. */
    public boolean isReal() {
        return !(clock instanceof VirtualClock);
    }

    /** Returns a future that completes when {@code duration} has passed. Cancelling it cancels the wait. */
    public CompletableFuture<Void> delay(Duration duration) {
        return clock instanceof VirtualClock virtual
                ? virtual.delay(duration)
                : new CompletableFuture<Void>().completeOnTimeout(null, saturated(duration), TimeUnit.NANOSECONDS);
    }

    /** Returns {@code duration} in nanoseconds, or {@code Long.MAX_VALUE} if it is longer. */
    public static long saturated(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    /** Returns the shorter of two durations. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

package io.github.d365fo.connector.internal.time;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The time by which a client measures leases and retries, and by which its waits between requests are over. */
public final class Time {
    private final Clock clock;
    private final Instant origin;
    /** A virtual clock may be set back. */
    private final AtomicLong latest = new AtomicLong();

    private Time(Clock clock) {
        this.clock = clock;
        this.origin = clock.instant();
    }

    /** Returns the time of {@code clock}; waits are real unless it is a {@link VirtualClock}. */
    public static Time of(Clock clock) {
        return new Time(clock);
    }

    /** Returns the present instant. */
    public Instant now() {
        return clock.instant();
    }

    /** Returns a reading that only grows, in nanoseconds, for the length of retries and throttling. */
    public long nanos() {
        return clock instanceof VirtualClock
                ? latest.accumulateAndGet(saturated(Duration.between(origin, clock.instant())), Math::max)
                : System.nanoTime();
    }

    /** Returns whether a wait takes as long as it says. */
    public boolean isReal() {
        return !(clock instanceof VirtualClock);
    }

    /** Returns a future that completes when {@code duration} has passed. Cancelling it withdraws the wait. */
    public CompletableFuture<Void> delay(Duration duration) {
        return clock instanceof VirtualClock virtual
                ? virtual.delay(duration)
                : new CompletableFuture<Void>().completeOnTimeout(null, saturated(duration), TimeUnit.NANOSECONDS);
    }

    /** Returns {@code duration} in nanoseconds, or the largest number of them. */
    public static long saturated(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}

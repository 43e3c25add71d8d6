package io.github.d365fo.feed.internal.run;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

/**
 * The time by which a feed waits: real time, unless the feed's clock is a {@link VirtualClock}. However the clock is set,
 * this time goes on evenly, and a wait lasts as long as it was meant to. Thread-safe.
 */
public final class Waits {
    private final Clock clock;
    private final LongSupplier nanos;
    private final Instant origin;
    private final long originNanos;
    /** The latest reading of a virtual clock, since that may be set back. */
    private final AtomicReference<Instant> latest;

    /** Creates waits of a feed with {@code clock}. */
    public Waits(Clock clock) {
        this(clock, System::nanoTime);
    }

    Waits(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.origin = clock.instant();
        this.originNanos = nanos.getAsLong();
        this.latest = new AtomicReference<>(origin);
    }

    /**
     * Returns the present, which is never before an earlier one. It begins at the clock's time and parts from that when
     * the clock is set, so compare it only with what was computed from it: not with a lease, a date or a file's age.
     */
    public Instant now() {
        return clock instanceof VirtualClock
                ? latest.accumulateAndGet(clock.instant(), (last, read) -> read.isAfter(last) ? read : last)
                : origin.plusNanos(nanos.getAsLong() - originNanos);
    }

    /**
     * Waits until {@link #now} is {@code due} or a signal; it may end earlier.
     *
     * @param lock the lock of {@code signal}, held by the caller
     */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    public void await(Lock lock, Condition signal, Instant due) throws InterruptedException {
        Duration wait = Duration.between(now(), due);
        if (wait.isNegative() || wait.isZero()) {
            return;
        }
        if (clock instanceof VirtualClock virtual) {
            await(lock, signal, virtual.delay(wait));
        } else {
            signal.awaitNanos(TimeUnit.NANOSECONDS.convert(wait));
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private static void await(Lock lock, Condition signal, CompletableFuture<Void> over) throws InterruptedException {
        CompletableFuture<Void> signalled = over.whenComplete((nothing, failure) -> {
            lock.lock();
            try {
                signal.signalAll();
            } finally {
                lock.unlock();
            }
        });
        try {
            if (!signalled.isDone()) {
                signal.await();
            }
        } finally {
            over.cancel(false);
        }
    }
}

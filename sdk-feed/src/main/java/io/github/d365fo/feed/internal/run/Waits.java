package io.github.d365fo.feed.internal.run;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Waits by the clock of a feed: real ones, unless the clock is a {@link VirtualClock}. Thread-safe. */
public final class Waits {
    /** A clock may be set, and a machine may sleep: the time is looked at this often. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Clock clock;

    /** Creates waits by {@code clock}. */
    public Waits(Clock clock) {
        this.clock = clock;
    }

    /** Returns the present instant. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Waits until {@code due} or a signal; it may end earlier.
     *
     * @param lock the lock of {@code signal}, held by the caller
     */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    public void await(Lock lock, Condition signal, Instant due) throws InterruptedException {
        Duration wait = Duration.between(clock.instant(), due);
        if (wait.isNegative() || wait.isZero()) {
            return;
        }
        if (clock instanceof VirtualClock virtual) {
            await(lock, signal, virtual.delay(wait));
        } else {
            Duration most = wait.compareTo(LOOK) < 0 ? wait : LOOK;
            signal.awaitNanos(TimeUnit.NANOSECONDS.convert(most));
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

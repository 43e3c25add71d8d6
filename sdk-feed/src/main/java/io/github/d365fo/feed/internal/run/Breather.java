package io.github.d365fo.feed.internal.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pauses of a thread after what nobody expects to be thrown, such as the error of a full heap, which may pass. Nothing here
 * needs memory once it is made. Used by one thread.
 */
public final class Breather {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int TRIES = 6;

    private long nanos = FIRST_NANOS;

    /** Pauses, twice as long as the last time, but at most a second. */
    public void pause() {
        LockSupport.parkNanos(nanos);
        nanos = Math.min(2 * nanos, LONGEST_NANOS);
    }

    /** All is well: the next pause is short. */
    public void reset() {
        nanos = FIRST_NANOS;
    }

    /** Pauses for a moment, in any thread. */
    public static void once() {
        LockSupport.parkNanos(FIRST_NANOS);
    }

    /**
     * Does what nobody makes up for later: what throws is tried again, for a third of a second.
     *
     * @return what it threw in the end, or null if it was done
     */
    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    public static @Nullable Throwable insist(Runnable work) {
        Throwable last = null;
        long pause = FIRST_NANOS;
        for (int i = 0; i < TRIES; i++) {
            try {
                work.run();
                return null;
            } catch (Throwable e) {
                last = e;
                LockSupport.parkNanos(pause);
                pause *= 2;
            }
        }
        return last;
    }

    /** Takes {@code lock}, also if the heap is full: on some JDKs, waiting for one needs memory. */
    @SuppressWarnings({"PMD.AvoidCatchingThrowable", "LockNotBeforeTry"})
    public static void lock(Lock lock) {
        boolean locked = false;
        while (!locked) {
            try {
                lock.lock();
                locked = true;
            } catch (Error e) {
                once();
            }
        }
    }
}

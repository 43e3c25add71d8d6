package io.github.d365fo.connector.internal.call;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks something at regular intervals, on a thread that exists only while there is something to check. The JDK's
 * shared timer does not suffice: any code can keep it busy, and it loses its tasks when its thread dies, for example of
 * a full heap. Thread-safe.
 */
final class Watch {
    /** How many times in a row there must be nothing to check before the thread ends. */
    private static final int LINGER = 10;

    private final long periodNanos;
    private final BooleanSupplier look;
    private final ThreadFactory threads;
    private volatile @Nullable Thread thread;
    private volatile boolean ended;

    /** Calls {@code look}, which returns whether there is still something to check, on a thread of {@code threads}. */
    Watch(Duration period, BooleanSupplier look, ThreadFactory threads) {
        this.periodNanos = period.toNanos();
        this.look = look;
        this.threads = threads;
    }

    /** Returns a daemon thread that inherits nothing from the thread that happened to make the first call. */
    static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "d365fo-connector-watch", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
    }

    /** Ensures that the thread runs. If none can be created, the next call tries again. */
    void begin() {
        if (!isOn()) {
            start();
        }
    }

    /** Lets the thread end as soon as there is nothing to check. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    private boolean isOn() {
        Thread present = thread;
        return present != null && present.isAlive();
    }

    private synchronized void start() {
        if (isOn()) {
            return;
        }
        try {
            Thread next = threads.newThread(this::run);
            thread = next; // Before the start, so that the thread's own update at its end comes later.
            next.start();
        } catch (Throwable e) { // No thread or no memory: the calls may still succeed without a watch.
            thread = null;
        }
    }

    private void run() {
        int idle = 0;
        while (idle < LINGER && !(ended && idle > 0)) {
            LockSupport.parkNanos(this, periodNanos);
            Thread.interrupted(); // A stray interrupt would keep the thread from parking.
            idle = needed() ? 0 : idle + 1;
        }
        thread = null;
        if (needed()) { // Another call came in between and found this thread alive.
            begin();
        }
    }

    private boolean needed() {
        try {
            return look.getAsBoolean();
        } catch (Throwable e) { // For example a full heap, which may have room again next time.
            return true;
        }
    }
}

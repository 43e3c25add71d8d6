package io.github.d365fo.connector.internal.call;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after something at regular intervals, in a thread of its own that is there only while there is something to look
 * after. The JDK's one timer will not do: it is everybody's, so that anybody can keep it busy, and it loses what it
 * holds when its thread dies, of a full heap for example. Thread-safe.
 */
final class Watch {
    /** How many times in a row there is nothing to look after before the thread ends. */
    private static final int LINGER = 10;

    private final long periodNanos;
    private final BooleanSupplier look;
    private final ThreadFactory threads;
    private volatile @Nullable Thread thread;
    private volatile boolean ended;

    /** Calls {@code look}, which returns whether there is still something to look after, in one of {@code threads}. */
    Watch(Duration period, BooleanSupplier look, ThreadFactory threads) {
        this.periodNanos = period.toNanos();
        this.look = look;
        this.threads = threads;
    }

    /** Returns a daemon that inherits nothing from the thread that happened to make the first call. */
    static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "d365fo-connector-watch", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
    }

    /** Makes sure that somebody looks. If there is no thread to be had, the next to begin tries again. */
    void begin() {
        if (!isOn()) {
            start();
        }
    }

    /** Lets the thread go as soon as there is nothing to look after. */
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
            thread = next; // First, so that what it says of itself at its end comes later.
            next.start();
        } catch (Throwable e) { // No thread or no memory: what is looked after can still go well.
            thread = null;
        }
    }

    private void run() {
        int idle = 0;
        while (idle < LINGER && !(ended && idle > 0)) {
            LockSupport.parkNanos(this, periodNanos);
            Thread.interrupted(); // Meant for nobody here, and would let no park last.
            idle = needed() ? 0 : idle + 1;
        }
        thread = null;
        if (needed()) { // Somebody came in between and found this thread alive.
            begin();
        }
    }

    private boolean needed() {
        try {
            return look.getAsBoolean();
        } catch (Throwable e) { // Such as a full heap, which may have room again the next time.
            return true;
        }
    }
}

package io.github.d365fo.connector.internal.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The thread that works for a call, which only that call may interrupt. Guarded by the call's lock. */
final class Worker {
    private @Nullable Thread thread;
    private @Nullable Duration limit;
    private boolean overdue;
    private boolean interrupted;
    private boolean wasInterrupted;

    /** The current thread starts to work. */
    void enter() {
        thread = Thread.currentThread();
    }

    /** The current thread has stopped working. */
    void leave() {
        thread = null;
        clearInterrupt();
    }

    /** Interrupts the thread, if one works. */
    void interrupt() {
        if (thread != null) {
            wasInterrupted |= !interrupted && thread.isInterrupted();
            interrupted = true;
            thread.interrupt();
        }
    }

    /** Clears an interrupt of ours, which was meant for the call and not for what comes next on this thread. */
    void clearInterrupt() {
        if (interrupted && !wasInterrupted) {
            Thread.interrupted();
        }
        interrupted = false;
        wasInterrupted = false;
    }

    /** Lets the current work run until the call is {@code elapsed} old. */
    void limit(Duration elapsed) {
        limit = elapsed;
        overdue = false;
    }

    /** The current work is over, or no longer has a limit. */
    void unlimit() {
        limit = null;
    }

    /** Returns whether the current work has exceeded its limit. */
    boolean isLate(Duration elapsed) {
        return limit != null && elapsed.compareTo(limit) >= 0;
    }

    /** Interrupts work that has exceeded its limit. */
    void check(Duration elapsed) {
        if (isLate(elapsed)) {
            overdue = true;
            interrupt();
        }
    }

    /** Returns whether the last work with a limit exceeded it. */
    boolean isOverdue() {
        return overdue;
    }
}

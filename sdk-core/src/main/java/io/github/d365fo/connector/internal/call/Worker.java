package io.github.d365fo.connector.internal.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The thread that works for a call, to be interrupted by it and by nobody else's leave. Guarded by the call's lock. */
final class Worker {
    private @Nullable Thread thread;
    private @Nullable Duration limit;
    private boolean overdue;
    private boolean interrupted;
    private boolean wasInterrupted;

    /** The present thread begins to work. */
    void enter() {
        thread = Thread.currentThread();
    }

    /** The present thread has stopped working. */
    void leave() {
        thread = null;
        calmDown();
    }

    /** Interrupts the thread, if one works. */
    void interrupt() {
        if (thread != null) {
            wasInterrupted |= !interrupted && thread.isInterrupted();
            interrupted = true;
            thread.interrupt();
        }
    }

    /** An interrupt of ours was meant for the call and not for what comes next on this thread. */
    void calmDown() {
        if (interrupted && !wasInterrupted) {
            Thread.interrupted();
        }
        interrupted = false;
        wasInterrupted = false;
    }

    /** Lets the present work go on until the call is {@code elapsed} old. */
    void limit(Duration elapsed) {
        limit = elapsed;
        overdue = false;
    }

    /** The present work is over, or has no limit any more. */
    void unlimit() {
        limit = null;
    }

    /** Returns whether the present work has not kept its limit. */
    boolean isLate(Duration elapsed) {
        return limit != null && elapsed.compareTo(limit) >= 0;
    }

    /** Interrupts work that has not kept its limit. */
    void check(Duration elapsed) {
        if (isLate(elapsed)) {
            overdue = true;
            interrupt();
        }
    }

    /** Returns whether the last work with a limit did not keep it. */
    boolean isOverdue() {
        return overdue;
    }
}

package io.github.d365fo.connector.internal.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The resources that a call holds and releases at its end, last in first out: a connection before its permit. */
final class Belongings {
    private final Deque<Runnable> held = new ArrayDeque<>(4);
    private boolean over;

    /** Keeps {@code giveBack} for the end; runs it at once if the call has ended. */
    void hold(Runnable giveBack) {
        synchronized (this) {
            if (!over) {
                held.push(giveBack);
                return;
            }
        }
        giveBack.run();
    }

    /** Releases a resource before the end. */
    void giveBack(Runnable giveBack) {
        synchronized (this) {
            held.remove(giveBack);
        }
        giveBack.run();
    }

    /** Releases everything, then runs {@code last}. Returns false if that was done before. */
    boolean releaseAll(Runnable last) {
        List<Runnable> all;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            all = List.copyOf(held);
            held.clear();
        }
        try {
            all.forEach(Runnable::run);
        } finally {
            last.run();
        }
        return true;
    }

    /** Returns whether everything has been released, or is about to be. */
    synchronized boolean isOver() {
        return over;
    }
}

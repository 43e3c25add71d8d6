package io.github.d365fo.connector.internal.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a call holds and gives back at its end, what was taken last first: a connection before the right to have one. */
final class Belongings {
    private final Deque<Runnable> held = new ArrayDeque<>(4);
    private boolean over;

    /** Keeps {@code giveBack} for the end; runs it at once if that has come. */
    void hold(Runnable giveBack) {
        synchronized (this) {
            if (!over) {
                held.push(giveBack);
                return;
            }
        }
        giveBack.run();
    }

    /** Gives back what is held, before the end. */
    void giveBack(Runnable giveBack) {
        synchronized (this) {
            held.remove(giveBack);
        }
        giveBack.run();
    }

    /** Gives everything back, and then runs {@code last}. Returns false if that was done before. */
    boolean giveBackAll(Runnable last) {
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

    /** Returns whether everything was given back, or is about to be. */
    synchronized boolean isOver() {
        return over;
    }
}

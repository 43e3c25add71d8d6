package io.github.d365fo.connector.internal.observe;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets the last of several things come after all others, without anyone waiting: whoever is the last to leave does it.
 * Thread-safe.
 */
final class Rundown {
    private static final int ENDED = Integer.MIN_VALUE;

    private final AtomicInteger inside = new AtomicInteger();
    private final Runnable last;

    /** Creates one that runs {@code last} once. */
    Rundown(Runnable last) {
        this.last = last;
    }

    /** Enters, and returns true, unless it has ended; whoever entered must leave. */
    boolean enter() {
        int now = inside.get();
        while (now >= 0) {
            if (inside.compareAndSet(now, now + 1)) {
                return true;
            }
            now = inside.get();
        }
        return false;
    }

    void leave() {
        if (inside.decrementAndGet() == ENDED) {
            last.run();
        }
    }

    /** Lets nobody enter from now on. Call it once. */
    void end() {
        if (inside.getAndAdd(ENDED) == 0) {
            last.run();
        }
    }
}

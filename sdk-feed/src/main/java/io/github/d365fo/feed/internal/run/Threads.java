package io.github.d365fo.feed.internal.run;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of feeds. None is virtual: a feed has few, and a handler that computes would hold up every virtual thread
 * of the program, or be held up by them, since nothing takes a processor away from one.
 */
public final class Threads {
    private Threads() {}

    /** Returns daemons for work. */
    public static ThreadFactory workers(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}

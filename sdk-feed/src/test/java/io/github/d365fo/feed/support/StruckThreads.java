package io.github.d365fo.feed.support;

import java.util.concurrent.ThreadFactory;

/** Threads that call something when they are started, which throws as on a machine that has too many of them. */
public final class StruckThreads implements ThreadFactory {
    private final Runnable start;

    public StruckThreads(Runnable start) {
        this.start = start;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "struck") {
            @Override
            public synchronized void start() {
                StruckThreads.this.start.run();
                super.start();
            }
        };
        thread.setDaemon(true);
        return thread;
    }
}

package io.github.d365fo.feed.internal.run;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a listener what happens, one event after the other in a thread of its own, so that a listener that blocks holds
 * nothing up. Thread-safe.
 */
public final class Teller implements Executor {
    private static final FeedLog LOG = new FeedLog("io.github.d365fo.feed");
    private static final int MOST_WAITING = 10_000;

    /** What a listener has not heard by then is not worth a pod's time to end. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(2);

    private final AtomicBoolean complained = new AtomicBoolean();
    private final ThreadLocal<Boolean> isTelling = ThreadLocal.withInitial(() -> false);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), this::newThread, this::passOver);

    private Thread newThread(Runnable work) {
        Thread teller = new Thread(work, "d365fo-feed-listener");
        teller.setDaemon(true);
        return teller;
    }

    private void passOver(Runnable event, ThreadPoolExecutor full) {
        if (!full.isShutdown() && complained.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a feed''s listener is too slow: {0} events wait for it, and further ones are passed over",
                    MOST_WAITING);
        }
    }

    @Override
    public void execute(Runnable event) {
        thread.execute(() -> {
            isTelling.set(true);
            event.run();
        });
    }

    /** Takes no more events, and lets the listener have those that wait for it, for at most two seconds. */
    public void close() {
        thread.shutdown();
        boolean isMyself = isTelling.get();
        try {
            if (!isMyself && !thread.awaitTermination(LAST_EVENTS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "a feed's listener did not end, and was left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

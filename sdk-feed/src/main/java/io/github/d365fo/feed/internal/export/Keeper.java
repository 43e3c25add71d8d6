package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.internal.run.Breather;
import io.github.d365fo.feed.internal.run.FeedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Renews the claims of a feed as long as its workers run, and then gives its ledger and its spool back. As long as a
 * handler has a package, no other feed gets either, even if nobody waits for that handler any more. Thread-safe.
 */
final class Keeper {
    private static final FeedLog LOG = new FeedLog("io.github.d365fo.feed");

    private final Engine engine;
    private final long pauseMillis;
    private final CountDownLatch workers;
    private final Runnable whenReleased;
    private final Thread thread;
    private boolean released;

    /**
     * Creates a keeper that is not started.
     *
     * @param workers reaches zero when no worker runs any more
     * @param whenReleased runs when the workers have ended and everything is given back
     */
    Keeper(Engine engine, Duration claim, CountDownLatch workers, Runnable whenReleased) {
        this.engine = engine;
        this.pauseMillis = Math.max(1, claim.toMillis() / 3);
        this.workers = workers;
        this.whenReleased = whenReleased;
        this.thread = new Thread(this::keep, "d365fo-feed-keeper");
    }

    /** Starts a thread that keeps the process alive, which virtual threads and daemons don't. */
    void start() {
        thread.setDaemon(false);
        thread.start();
    }

    /** Keeps on, but no longer the process alive: nobody waits for the workers any more. */
    void stepBack() {
        thread.interrupt();
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    private void keep() {
        boolean working = true;
        while (working) {
            try {
                engine.forget();
                working = !workers.await(pauseMillis, TimeUnit.MILLISECONDS);
                engine.claims.renew();
            } catch (InterruptedException e) {
                if (Breather.insist(this::keepAsDaemon) == null) {
                    return;
                }
            } catch (Throwable e) {
                // A full heap, for example, of which not even telling was possible. The workers still need their
                // claims.
                Breather.once();
                working = workers.getCount() > 0;
            }
        }
        Breather.insist(this::release);
        whenReleased.run();
    }

    private void keepAsDaemon() {
        Thread daemon = new Thread(this::keep, "d365fo-feed-keeper");
        daemon.setDaemon(true);
        daemon.start();
    }

    /** Gives ledger and spool back. Doing it again does nothing. */
    synchronized void release() {
        if (!released) {
            released = true;
            engine.tryTo("closing the ledger", engine.ledger::close);
            close(engine.spool);
        }
    }

    static void close(Spool spool) {
        try {
            spool.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a spool could not be closed", e);
        }
    }
}

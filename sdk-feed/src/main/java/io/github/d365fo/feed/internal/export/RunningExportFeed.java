package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FeedException;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedReport;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.internal.export.Schedule.Lane;
import io.github.d365fo.feed.internal.export.Schedule.Turn;
import io.github.d365fo.feed.internal.run.Breather;
import io.github.d365fo.feed.internal.run.FeedLog;
import io.github.d365fo.feed.internal.run.GuardedClock;
import io.github.d365fo.feed.internal.run.Randomness;
import io.github.d365fo.feed.internal.run.Teller;
import io.github.d365fo.feed.internal.run.Threads;
import io.github.d365fo.feed.internal.run.Untold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A feed and its threads. */
public final class RunningExportFeed implements ExportFeed {
    private static final FeedLog LOG = new FeedLog("io.github.d365fo.feed");

    /** A handler that is interrupted can end within this time, and its attempt doesn't count. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Settings settings;
    private final ThreadFactory threads;
    private final Untold clockTroubles = new Untold();
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
    private final Teller teller = new Teller();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Engine engine;
    private volatile @Nullable Keeper keeper;
    private volatile Optional<Thread> hook = Optional.empty();
    private boolean used;

    /** Creates a feed that is not started. */
    public RunningExportFeed(Settings settings) {
        this(settings, Threads.workers("d365fo-feed"));
    }

    RunningExportFeed(Settings given, ThreadFactory threads) {
        this.settings = given.withClock(GuardedClock.of(given.clock(), clockTroubles));
        this.threads = threads;
    }

    @Override
    public void start() {
        open(false);
    }

    @Override
    public FeedReport runUntilEmpty() {
        Engine running = open(true);
        try {
            ended.await();
        } catch (InterruptedException e) {
            FeedReport report = drain(settings.drainTimeout());
            Thread.currentThread().interrupt();
            throw new FeedException(
                    "the feed of job " + settings.job().activityId() + " was interrupted before it was done",
                    e,
                    report);
        }
        FeedReport report = running.report();
        Optional<Throwable> failure = running.failure();
        if (failure.isPresent()) {
            throw new FeedException(
                    "the feed of job " + settings.job().activityId() + " stopped: "
                            + failure.get().getMessage(),
                    failure.get(),
                    report);
        }
        return report;
    }

    private synchronized Engine open(boolean untilEmpty) {
        if (used) {
            throw new IllegalStateException("the feed was started or closed before; build a new one");
        }
        Spool spool;
        try {
            spool = Spool.open(
                    settings.spool(),
                    settings.job().activityId(),
                    settings.spoolLimit(),
                    settings.clock().instant());
        } catch (IOException e) {
            throw new UncheckedIOException("the spool can't be opened: " + e.getMessage(), e);
        }
        Engine opened;
        boolean done = false;
        try {
            LedgerSession ledger = GuardedLedger.ask(
                    () -> settings.ledger().open(settings.job().activityId(), spool.owner(), settings.clock()));
            opened = new Engine(settings, spool, ledger, untilEmpty, Randomness.shared(), teller, clockTroubles);
            done = true;
        } finally {
            if (!done) {
                Keeper.close(spool);
            }
        }
        used = true;
        CountDownLatch ends = new CountDownLatch(2 * settings.concurrency());
        Keeper owner = new Keeper(opened, settings.claim(), ends, () -> finish(opened));
        keeper = owner;
        engine = opened;
        begin(opened, owner, ends);
        return opened;
    }

    private void begin(Engine opened, Keeper owner, CountDownLatch ends) {
        opened.started();
        for (long i = ends.getCount(); i > 0; i--) {
            Lane lane = i % 2 == 0 ? Lane.INTAKE : Lane.HANDLING;
            Thread worker = threads.newThread(() -> {
                try {
                    work(opened, lane);
                } finally {
                    workers.remove(Thread.currentThread());
                    ends.countDown();
                }
            });
            workers.add(worker);
        }
        try {
            List.copyOf(workers).forEach(Thread::start);
            owner.start();
        } catch (Throwable e) {
            cannotStart(opened, ends, e);
            throw e;
        }
        if (settings.shutdownHook()) {
            hook = Optional.of(new Thread(this::close, "d365fo-feed-shutdown"));
            hook.ifPresent(Runtime.getRuntime()::addShutdownHook);
        }
    }

    /** Gives back what was opened; those threads that could be started end by themselves. */
    private void cannotStart(Engine opened, CountDownLatch ends, Throwable failure) {
        for (Thread each : List.copyOf(workers)) {
            if (each.getState() == Thread.State.NEW) {
                workers.remove(each);
                ends.countDown();
            }
        }
        opened.fail("starting the feed's threads", failure);
        drain(settings.drainTimeout());
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    private static void work(Engine engine, Lane lane) {
        Breather breather = new Breather();
        boolean more = true;
        while (more) {
            try {
                engine.tellUntold();
                Optional<Turn> turn = engine.schedule.take(lane);
                more = turn.isPresent();
                if (more) {
                    engine.turns.run(turn.get(), breather);
                }
                breather.reset();
            } catch (InterruptedException e) {
                // A watchdog of a handler's, for example, that came too late; or the feed itself, when it is closed.
                more = true;
            } catch (Throwable e) {
                engine.unexpected(e);
                breather.pause();
            }
        }
    }

    /** Tells that the feed has ended, and lets those go who wait for that. */
    private void finish(Engine opened) {
        synchronized (ended) {
            if (ended.getCount() > 0) {
                Breather.insist(() -> hook.ifPresent(RunningExportFeed::remove));
                Breather.insist(opened::tellUntold);
                Breather.insist(opened::ended);
                Breather.insist(teller::close);
                ended.countDown();
            }
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the JVM is shutting down", e);
        }
    }

    @Override
    public void pause() {
        Engine running = engine;
        if (running != null) {
            running.pause(true);
        }
    }

    @Override
    public void resume() {
        Engine running = engine;
        if (running != null) {
            running.pause(false);
        }
    }

    @Override
    public FeedHealth health() {
        Engine running = engine;
        return running == null ? blank().health(FeedState.STOPPED, 0, 0, 0) : running.health();
    }

    @Override
    public FeedReport report() {
        Engine running = engine;
        return running == null ? blank().report(0) : running.report();
    }

    private Book blank() {
        return new Book(settings, Runnable::run);
    }

    @Override
    public FeedReport replay(Path place) {
        Objects.requireNonNull(place, "place");
        return new Replay(settings).run(place);
    }

    @Override
    public FeedReport drain(Duration atMost) {
        if (Objects.requireNonNull(atMost, "atMost").isNegative()) {
            throw new IllegalArgumentException("atMost: expected zero or more, but got " + atMost);
        }
        synchronized (this) {
            used = true;
        }
        Engine running = engine;
        Keeper owner = keeper;
        if (running == null || owner == null || ended.getCount() == 0) {
            return report();
        }
        boolean interrupted = Thread.interrupted();
        running.end();
        boolean fromInside = workers.contains(Thread.currentThread());
        try {
            awaitEnd(running, fromInside, atMost);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (!fromInside) {
            if (running.leaveUnfinished()) {
                owner.stepBack();
            } else {
                owner.release();
            }
            finish(running);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return running.report();
    }

    private void awaitEnd(Engine running, boolean fromInside, Duration atMost) throws InterruptedException {
        boolean quiet = false;
        try {
            quiet = running.awaitEnd(fromInside ? 1 : 0, atMost);
        } finally {
            if (!quiet && !fromInside) {
                running.interrupting();
                workers.forEach(Thread::interrupt);
            }
        }
        if (!quiet && !fromInside) {
            running.awaitEnd(0, LAST_WORDS);
        }
    }

    @Override
    public void close() {
        drain(settings.drainTimeout());
    }
}

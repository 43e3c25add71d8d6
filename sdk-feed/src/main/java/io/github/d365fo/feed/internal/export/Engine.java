package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.FailureKind;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedListener.LeftReason;
import io.github.d365fo.feed.FeedReport;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.internal.export.Schedule.Lane;
import io.github.d365fo.feed.internal.ledger.MemoryLedger;
import io.github.d365fo.feed.internal.run.Growing;
import io.github.d365fo.feed.internal.run.Untold;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * An open feed without its threads: what its tasks share, and how they are run one turn at a time. Thread-safe; a test may
 * take the turns in whatever order it likes.
 */
final class Engine {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** Seven days in which a message comes back, and as long again for those who look into what happened. */
    private static final Duration KEPT = Duration.ofDays(14);

    final Settings settings;
    final LedgerSession ledger;
    final Handling handling;
    final Spool spool;
    final Quarantine quarantine;
    final Book book;
    final Waits waits;
    final Growing afterFailure;
    final ClaimKeeper claims;
    final Intake intake;
    final Schedule schedule;
    final Turns turns = new Turns(this);
    private final Untold untold = new Untold();
    private final Untold clockTroubles;
    private final boolean untilEmpty;
    private final Set<String> handledHere = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile Optional<Throwable> failure = Optional.empty();
    private FeedState lastState = FeedState.STOPPED;
    private volatile boolean suspected;
    private volatile boolean cleared;
    private volatile boolean ending;
    private volatile boolean ended;
    private volatile boolean interrupting;

    Engine(
            Settings settings,
            Spool spool,
            LedgerSession ledger,
            boolean untilEmpty,
            RandomGenerator random,
            Executor teller) {
        this(settings, spool, ledger, untilEmpty, random, teller, new Untold());
    }

    /** Creates an engine whose clock can't be read at times, as {@code clockTroubles} knows. */
    Engine(
            Settings settings,
            Spool spool,
            LedgerSession ledger,
            boolean untilEmpty,
            RandomGenerator random,
            Executor teller,
            Untold clockTroubles) {
        this.clockTroubles = clockTroubles;
        this.settings = settings;
        this.spool = spool;
        this.ledger = new GuardedLedger(ledger);
        this.untilEmpty = untilEmpty;
        this.handling = settings.handler().open(this.ledger, ledger);
        this.book = new Book(settings, teller);
        this.quarantine = new Quarantine(settings.quarantine(), book::clean);
        this.waits = new Waits(settings.clock());
        this.afterFailure = new Growing(FIRST_WAIT, LONGEST_WAIT, random);
        this.claims = new ClaimKeeper(this.ledger, settings.claim(), this::obstructed);
        this.intake = new Intake(
                new Growing(settings.idleFirst(), settings.idleMost(), random),
                afterFailure,
                spool::hasRoom,
                untilEmpty);
        this.schedule = new Schedule(settings.concurrency(), waits, intake, () -> new Poll(this));
        tryTo("clearing the spool", this::clearSpool);
        spool.damaged().forEach(each -> book.trouble("reading a record of the spool", each));
        for (StoredPackage each : spool.committed()) {
            handleFromSpool(each, each.message(), false);
        }
    }

    /** Hands a package of the spool to the handler, unless that is under way. */
    void handleFromSpool(StoredPackage stored, DequeueResult message, boolean isFresh) {
        if (handledHere.add(stored.entry())) {
            boolean added = false;
            try {
                schedule.add(new SpooledPackage(this, stored, message, isFresh), Lane.HANDLING, waits.now());
                added = true;
            } finally {
                if (!added) {
                    handledHere.remove(stored.entry());
                }
            }
        }
    }

    /** The package has left the spool. */
    void handledFromSpool(StoredPackage stored) {
        handledHere.remove(stored.entry());
        schedule.wake();
    }

    /** Notes what has changed by a step of a task. */
    void stepped() {
        if (untilEmpty && intake.hasEnded() && schedule.isDone()) {
            end();
        }
        noteState();
    }

    /** Telling a failure is never another one, of which nothing would be known anyway. */
    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    void tell(String doing, Throwable cause) {
        try {
            book.trouble(doing, cause);
        } catch (Throwable e) {
            // A full heap, for example. What failed first is made up for all the same.
            suspected = true;
            untold.keep(cause);
        }
    }

    /** Tells what could not be told when it happened. */
    void tellUntold() {
        untold.tell(failure -> book.trouble("working on a message", failure));
        clockTroubles.tell(failure -> book.trouble("reading the clock", failure));
    }

    /** Something that nobody expects was thrown beside the work on a message. */
    void unexpected(Throwable failure) {
        untold.keep(failure);
    }

    /** Returns what the clock shows: for leases and dates. Waits go by {@link #waits}. */
    Instant wallTime() {
        return settings.clock().instant();
    }

    /** Returns whether the lease of {@code message} ends within {@code margin}. */
    boolean leaseEnds(DequeueResult message, Duration margin) {
        return !wallTime().plus(margin).isBefore(message.leaseExpiresAt());
    }

    @SuppressWarnings(
            "PMD.AvoidCatchingThrowable") // a classifier is not ours, and an Error of it must not end a worker
    FailureKind classify(Throwable cause) {
        try {
            FailureKind kind = settings.classifier().classify(cause);
            if (kind != null) {
                return kind;
            }
        } catch (Throwable e) {
            tell("classifying a failure", e);
        }
        return FailureKind.RETRYABLE;
    }

    /** Ledger or disk have failed: before the next message is asked for, they are looked at. */
    void obstructed(String doing, Throwable failure) {
        suspected = true;
        intake.failed(waits.now(), Duration.ZERO);
        tell(doing, failure);
    }

    /**
     * Makes sure that a message can be taken over, if there was doubt.
     *
     * @throws IOException if the spool can't be written
     * @throws LedgerException if the ledger can't be reached
     */
    void makeSure() throws IOException {
        if (suspected) {
            ledger.find("probe");
            spool.probe();
            suspected = false;
        }
        if (!cleared) {
            clearSpool();
        }
    }

    /** A message is in the spool, or needs no place there: the next may be asked for at once. */
    void tookOver() {
        intake.tookOver(waits.now());
        schedule.wake();
    }

    /** Notes that a message is not acknowledged, and asks once more if it is back already. */
    void left(String name, DequeueResult message, LeftReason reason, Optional<Throwable> cause) {
        book.left(name, message, reason, cause);
        if (leaseEnds(message, Duration.ZERO)) {
            intake.cameBack(waits.now());
        }
    }

    /** Does what may be left undone: it only saves work later. */
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // ledgers and disks may be anybody's, and must end no worker
    void tryTo(String doing, Work work) {
        try {
            work.run();
        } catch (LedgerException | IOException e) {
            obstructed(doing, e);
        } catch (Throwable e) {
            tell(doing, e);
        }
    }

    /** Work on the ledger or on files. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** A handler that leaves its thread interrupted must not end the worker, unless the feed itself wants it to end. */
    void forgetInterrupt() {
        if (!interrupting) {
            Thread.interrupted();
        }
    }

    boolean isInterrupting() {
        return interrupting;
    }

    void interrupting() {
        interrupting = true;
    }

    /** Stops the feed for good, since {@code doing} something failed in a way that no waiting mends, and says why. */
    void fail(String doing, Throwable thrown) {
        Throwable cause = book.clean(thrown);
        if (failing.compareAndSet(false, true)) {
            try {
                // Whoever sees the state finds the reason.
                book.stops(doing, cause);
            } finally {
                failure = Optional.of(cause);
                end();
            }
        } else {
            tell(doing, cause);
            end();
        }
    }

    Optional<Throwable> failure() {
        return failure;
    }

    boolean remembersOverRestarts() {
        return !(settings.ledger() instanceof MemoryLedger);
    }

    boolean runsUntilEmpty() {
        return untilEmpty;
    }

    boolean isEnding() {
        return ending;
    }

    /** Begins nothing more, and gives up what waits. What runs goes on. */
    void end() {
        ending = true;
        intake.end();
        schedule.close();
        noteState();
    }

    /**
     * Waits until what has begun has ended, but for {@code ownTurns}.
     *
     * @return whether it has
     */
    boolean awaitEnd(int ownTurns, Duration atMost) throws InterruptedException {
        return schedule.awaitQuiet(ownTurns, atMost);
    }

    /**
     * Waits no longer for what has not ended.
     *
     * @return whether there is anything
     */
    boolean leaveUnfinished() {
        List<Task> unfinished = schedule.unfinished();
        unfinished.forEach(task -> tryTo("leaving a message", task::outlive));
        return !unfinished.isEmpty();
    }

    void pause(boolean now) {
        intake.pause(now);
        schedule.wake();
        noteState();
    }

    void started() {
        noteState();
    }

    void ended() {
        ended = true;
        noteState();
    }

    /** Forgets what can't come back any more. */
    void forget() {
        Instant before = wallTime().minus(KEPT);
        tryTo("forgetting old messages", () -> ledger.forget(before));
        tryTo("forgetting old packages", () -> spool.forget(wallTime()));
        tryTo("looking for messages that were left", () -> book.review(this::isAcknowledged));
    }

    private void clearSpool() throws IOException {
        spool.clear(this::isSpooledHere);
        cleared = true;
    }

    private boolean isSpooledHere(String entry) {
        return ledger.find(entry)
                .filter(known -> known.state() == LedgerState.SPOOLED && known.isMine())
                .isPresent();
    }

    private boolean isAcknowledged(String entry) {
        return ledger.find(entry).filter(LedgerEntry::isAcknowledged).isPresent();
    }

    private FeedState state() {
        if (failure.isPresent()) {
            return FeedState.FAILED;
        }
        if (ended) {
            return FeedState.STOPPED;
        }
        if (ending) {
            return FeedState.DRAINING;
        }
        if (intake.isPaused()) {
            return FeedState.PAUSED;
        }
        return intake.isIdle() && inFlight() == 0 ? FeedState.IDLE : FeedState.RUNNING;
    }

    private void noteState() {
        FeedState before;
        FeedState now;
        synchronized (this) {
            before = lastState;
            now = state();
            lastState = now;
        }
        if (before != now) {
            book.stateChanged(before, now);
        }
    }

    private int inFlight() {
        return schedule.inProgress(Lane.INTAKE) + schedule.inProgress(Lane.HANDLING);
    }

    FeedReport report() {
        return book.report(spool.committed().size());
    }

    FeedHealth health() {
        return book.health(state(), inFlight(), spool.committed().size(), spool.bytes());
    }
}

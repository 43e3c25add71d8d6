package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.internal.run.Breather;
import io.github.d365fo.feed.internal.run.GuardedClock;
import io.github.d365fo.feed.internal.run.Teller;
import io.github.d365fo.feed.internal.run.Untold;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A feed from its opening to its end: what its threads share, and what others ask and say. Whoever leaves last closes the
 * journal. Thread-safe.
 */
final class ImportEngine {
    private final Crew crew = new Crew();
    private final ImportSettings settings;
    private final Destination destination;
    private final ExecutorService executor;
    private final StepWatcher watcher;
    private final Teller teller = new Teller();
    private final Untold untold = new Untold();
    private final Untold clockTroubles = new Untold();
    private final Events events;
    private final Waits waits;
    private final Tally tally;
    private final Agenda agenda;
    private final Chores chores;
    private final ImportLoop loop;
    /** Made beforehand, since the heap may be full then. */
    private final List<Runnable> lastDuties =
            List.of(this::tellUntold, this::tellUnclosed, this::announce, this::cancelResults, teller::close);

    private @Nullable OpenFeed opened;
    private @Nullable IOException unclosed;
    private boolean ended;
    private FeedState announced = FeedState.STOPPED;

    ImportEngine(ImportSettings given, Destination destination, ExecutorService executor, StepWatcher watcher) {
        this.settings = given.withClock(GuardedClock.of(given.clock(), clockTroubles));
        this.destination = destination;
        this.executor = executor;
        this.watcher = watcher;
        Telling telling = new Telling(destination.knownSecrets());
        this.events = new Events(
                destination.name(), settings.listeners(), teller, settings.onResult(), telling, this::noteTrouble);
        this.waits = new Waits(settings.clock());
        this.tally = new Tally(settings.clock(), settings.pauses(), telling);
        this.agenda = new Agenda(settings, tally);
        this.chores = new Chores(crew.lock, agenda, tally, events, waits, settings.pauses(), this::isStopping, untold);
        this.loop = new ImportLoop(crew, agenda, tally, chores, executor, settings.clock(), waits, untold, this);
    }

    /**
     * Opens the journal unless it is open.
     *
     * @throws IOException if it can't be opened
     * @throws IllegalStateException if the feed is closed
     */
    void open() throws IOException {
        crew.lock.lock();
        try {
            refuseIfClosed();
            if (opened == null) {
                OpenFeed feed = OpenFeed.open(settings, destination, events, waits, watcher, this::isStopping);
                opened = feed;
                feed.unfinished().forEach(agenda::add);
            }
        } finally {
            crew.lock.unlock();
        }
    }

    private void refuseIfClosed() {
        if (crew.isDraining() || ended) {
            throw new IllegalStateException("the feed is closed, or has failed");
        }
    }

    OpenFeed opened() {
        OpenFeed feed = opened;
        if (feed == null) {
            throw new IllegalStateException("the feed is not open");
        }
        return feed;
    }

    /**
     * Does what there is to do until the feed is closed or fails; if {@code untilEmpty}, also until nothing is left.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void loop(boolean untilEmpty) throws InterruptedException {
        loop.run(untilEmpty);
    }

    /** Ends the feed for good, since {@code doing} something failed in a way that no waiting mends. */
    void fail(String doing, Throwable failure) {
        Breather.insist(() -> {
            noteFatal(failure);
            events.stops(doing, failure);
        });
        leave();
    }

    private <T> T locked(Supplier<T> work) {
        crew.lock.lock();
        try {
            return work.get();
        } finally {
            crew.lock.unlock();
        }
    }

    private void noteFatal(Throwable failure) {
        locked(() -> {
            tally.fail(failure);
            return true;
        });
    }

    private void noteTrouble(Throwable failure) {
        locked(() -> {
            tally.note(failure);
            return true;
        });
    }

    /** Tells what could not be told when it happened. */
    void tellUntold() {
        untold.tell(failure -> chores.trouble("working", failure));
        clockTroubles.tell(failure -> chores.trouble("reading the clock", failure));
    }

    private boolean isStopping() {
        return locked(() -> crew.isDraining() || tally.fatal.isPresent());
    }

    /** Work on the journal by a thread of the user's. */
    interface Use<T> {
        T by(OpenFeed open) throws IOException;
    }

    /** Runs {@code use} on the open journal, which is not closed meanwhile. */
    <T> T use(Use<T> use) throws IOException {
        OpenFeed open;
        crew.lock.lock();
        try {
            open();
            open = opened();
            crew.enter();
        } finally {
            crew.lock.unlock();
        }
        try {
            return use.by(open);
        } finally {
            crew.exit();
            leave();
        }
    }

    /** Returns whether the journal was ever open, so that what it said is known. */
    boolean wasOpened() {
        return locked(() -> opened != null);
    }

    /**
     * Takes a file that a user hands in.
     *
     * @throws IOException if it can't be taken
     */
    Work take(OpenFeed open, Path file) throws IOException {
        return chores.take(open, file);
    }

    /** Changes a file that is or was in doubt, when nobody has it in work. */
    interface Change {
        FileEntry of(FileEntry entry, Instant now) throws IOException;
    }

    /**
     * Writes down what a person said of a file that is in doubt, or says now of one that was and has not ended.
     *
     * @throws IllegalArgumentException if no file with that id is
     */
    void resolve(String id, OpenFeed open, Change change) throws IOException {
        crew.lock.lock();
        try {
            Work work = agenda.find(id);
            if (work != null && work.busy && crew.isWorker()) {
                throw new IllegalStateException("a file can't be resolved by the callback that hears of it");
            }
            while (work != null && work.busy) {
                crew.changed.awaitUninterruptibly();
                work = agenda.find(id);
            }
            if (work == null || !open.folders().isResolvable(work.entry)) {
                throw new IllegalArgumentException(
                        "id: expected that of a file that is in doubt, or was and has not ended, but got "
                                + Printable.line(id));
            }
            FileEntry next = change.of(work.entry, settings.clock().instant());
            open.folders().forgetNote(work.entry);
            open.journal().record(next);
            open.folders().release(work.entry, next);
            work.decided(next, waits.now());
            crew.changed.signalAll();
        } finally {
            crew.lock.unlock();
        }
    }

    /** Returns the entries of the files that have not ended, in the order in which they were taken. */
    List<FileEntry> entries() {
        return locked(() -> agenda.works().stream().map(work -> work.entry).toList());
    }

    /**
     * Takes nothing new, waits for what runs, and interrupts what still does after {@code atMost}. The wait is in real time
     * under every clock, since calls and callbacks are.
     */
    void drain(Duration atMost) {
        boolean interrupted = false;
        crew.lock.lock();
        try {
            interrupted = crew.drain(TimeUnit.NANOSECONDS.convert(atMost));
        } finally {
            crew.lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            leave();
        }
    }

    /** Closes the journal if the feed has ended and nobody is in it any more. Throws nothing. */
    void leave() {
        if (isLast()) {
            for (int i = 0; i < lastDuties.size(); i++) {
                Breather.insist(lastDuties.get(i));
            }
            return;
        }
        try {
            announce();
        } catch (Throwable e) {
            // Whoever leaves after this one, or the loop, announces it.
            untold.keep(e);
        }
    }

    private boolean isLast() {
        Breather.lock(crew.lock);
        try {
            boolean over = crew.isDraining() || tally.fatal.isPresent();
            if (!over || ended || !crew.isGone()) {
                return false;
            }
            keep(Breather.insist(executor::shutdown));
            keep(Breather.insist(this::closeJournal));
            ended = true;
            return true;
        } finally {
            crew.lock.unlock();
        }
    }

    private void closeJournal() {
        OpenFeed feed = opened;
        if (feed != null) {
            try {
                feed.journal().close();
            } catch (IOException e) {
                unclosed = e;
            }
        }
    }

    private void keep(@Nullable Throwable failure) {
        if (failure != null) {
            untold.keep(failure);
        }
    }

    private void tellUnclosed() {
        IOException failure = unclosed;
        if (failure != null) {
            events.trouble("closing the journal", failure);
            unclosed = null;
        }
    }

    private void cancelResults() {
        locked(agenda::works).forEach(work -> work.result.cancel(false));
    }

    ImportReport report() {
        return locked(() -> agenda.overview().report());
    }

    /** Returns why a run that was to end ended before its time, if it did. */
    Optional<Throwable> failure() {
        return locked(() -> tally.failure().or(() -> agenda.overview().unplaced()));
    }

    FeedHealth health() {
        return locked(() -> agenda.overview().health(state(), waits.now()));
    }

    private FeedState state() {
        if (tally.fatal.isPresent()) {
            return FeedState.FAILED;
        }
        if (ended || !(crew.isLooping() || crew.isDraining())) {
            return FeedState.STOPPED;
        }
        if (crew.isDraining()) {
            return FeedState.DRAINING;
        }
        return agenda.overview().isIdle() ? FeedState.IDLE : FeedState.RUNNING;
    }

    /** Tells the state if that is another than the last one that was told. */
    void announce() {
        locked(() -> {
            FeedState now = state();
            if (now != announced) {
                events.state(announced, now);
                announced = now;
            }
            return true;
        });
    }
}

package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.internal.run.Teller;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a feed: one loop chooses what to do next, and hands it to the executor's threads. Nothing that they throw ends the
 * loop; whoever leaves last closes the journal. Thread-safe.
 */
final class ImportEngine {
    /** How often a clock that stands still is looked at while something runs. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ImportSettings settings;
    private final Destination destination;
    private final ExecutorService executor;
    private final StepWatcher watcher;
    private final Teller teller = new Teller();
    private final Events events;
    private final Waits waits;
    private final Tally tally;
    private final Agenda agenda;
    private final Chores chores;
    private final Set<Thread> workers = new HashSet<>();
    private @Nullable OpenFeed opened;
    private @Nullable Thread looper;
    private boolean draining;
    private boolean ended;
    private int running;
    private FeedState announced = FeedState.STOPPED;

    ImportEngine(ImportSettings settings, Destination destination, ExecutorService executor, StepWatcher watcher) {
        this.settings = settings;
        this.destination = destination;
        this.executor = executor;
        this.watcher = watcher;
        Telling telling = new Telling(destination.knownSecrets());
        this.events = new Events(
                destination.name(), settings.listeners(), teller, settings.onResult(), telling, this::noteTrouble);
        this.waits = new Waits(settings.clock());
        this.tally = new Tally(settings.clock(), settings.pauses(), telling);
        this.agenda = new Agenda(settings, tally);
        this.chores = new Chores(lock, agenda, tally, events, waits, settings.pauses(), this::isStopping);
    }

    /**
     * Opens the journal unless it is open.
     *
     * @throws IOException if it can't be opened
     * @throws IllegalStateException if the feed is closed
     */
    void open() throws IOException {
        lock.lock();
        try {
            refuseIfClosed();
            if (opened == null) {
                opened = OpenFeed.open(settings, destination, events, waits, watcher, this::isStopping);
                opened.unfinished().forEach(agenda::add);
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfClosed() {
        if (draining || ended) {
            throw new IllegalStateException("the feed is closed, or has failed");
        }
    }

    private OpenFeed opened() {
        if (opened == null) {
            throw new IllegalStateException("the feed is not open");
        }
        return opened;
    }

    /**
     * Does what there is to do until the feed is closed or fails; if {@code untilEmpty}, also until nothing is left.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void loop(boolean untilEmpty) throws InterruptedException {
        enterLoop(untilEmpty);
        try {
            Optional<Runnable> task = await();
            while (task.isPresent()) {
                dispatch(task.get());
                task = await();
            }
        } finally {
            leave(() -> looper = null);
        }
    }

    private void enterLoop(boolean untilEmpty) {
        locked(() -> {
            looper = Thread.currentThread();
            agenda.begin(untilEmpty, waits.now());
            return true;
        });
    }

    private Optional<Runnable> await() throws InterruptedException {
        announce();
        lock.lock();
        try {
            while (true) {
                Instant now = waits.now();
                if (draining || tally.fatal.isPresent() || agenda.isOver(running, now)) {
                    return Optional.empty();
                }
                Optional<Runnable> task = next(now);
                if (task.isPresent()) {
                    running++;
                    return task;
                }
                pause(now);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Runnable> next(Instant now) {
        OpenFeed open = opened();
        Optional<Work> work = agenda.beginWork(now);
        if (work.isPresent()) {
            return Optional.of(() -> chores.step(open, work.get()));
        }
        return agenda.beginScan(now) ? Optional.of(() -> chores.scan(open)) : Optional.empty();
    }

    @SuppressWarnings("WaitNotInLoop") // The caller loops.
    private void pause(Instant now) throws InterruptedException {
        if (running > 0 && settings.clock() instanceof VirtualClock) {
            // A wait would move such a clock, and what runs would seem to take that long.
            changed.awaitNanos(LOOK_NANOS);
            return;
        }
        waits.await(lock, changed, agenda.nextTime(now));
    }

    private void dispatch(Runnable task) {
        try {
            executor.execute(() -> perform(task));
        } catch (Throwable e) {
            // No thread could be had. What was chosen stays busy unless it is done here.
            events.trouble("starting a thread", e);
            perform(task);
        }
    }

    private void perform(Runnable task) {
        locked(() -> workers.add(Thread.currentThread()));
        try {
            task.run();
        } catch (Throwable e) {
            chores.trouble("working", e);
        } finally {
            leave(() -> {
                workers.remove(Thread.currentThread());
                if (!draining) {
                    // The user's code may have left an interrupt behind.
                    Thread.interrupted();
                }
                running--;
            });
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void noteTrouble(Throwable failure) {
        locked(() -> {
            tally.note(failure);
            return true;
        });
    }

    private boolean isStopping() {
        return locked(() -> draining || tally.fatal.isPresent());
    }

    /** Work on the journal by a thread of the user's. */
    interface Use<T> {
        T by(OpenFeed open) throws IOException;
    }

    /** Runs {@code use} on the open journal, which is not closed meanwhile. */
    <T> T use(Use<T> use) throws IOException {
        OpenFeed open;
        lock.lock();
        try {
            open();
            open = opened();
            running++;
        } finally {
            lock.unlock();
        }
        try {
            return use.by(open);
        } finally {
            leave(() -> running--);
        }
    }

    /** Returns whether the journal was ever open, so that what it said is known. */
    boolean wasOpened() {
        return locked(() -> opened != null);
    }

    /** Adds a file that was taken. */
    void add(Work work) {
        locked(() -> {
            agenda.add(work);
            changed.signalAll();
            return true;
        });
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
        lock.lock();
        try {
            Work work = agenda.find(id);
            if (work != null && work.busy && workers.contains(Thread.currentThread())) {
                throw new IllegalStateException("a file can't be resolved by the callback that hears of it");
            }
            while (work != null && work.busy) {
                changed.awaitUninterruptibly();
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
            changed.signalAll();
        } finally {
            lock.unlock();
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
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        boolean interrupted = false;
        lock.lock();
        try {
            draining = true;
            changed.signalAll();
            boolean inside = workers.contains(Thread.currentThread());
            boolean looping = looper != null && looper != Thread.currentThread() && !inside;
            while (left > 0 && (running > (inside ? 1 : 0) || (looping && looper != null))) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = 0;
                }
            }
            new ArrayList<>(workers)
                    .stream().filter(each -> each != Thread.currentThread()).forEach(Thread::interrupt);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        leave(() -> {});
    }

    /** Closes the journal if the feed has ended and nobody uses it after {@code exit}. */
    private void leave(Runnable exit) {
        Runnable afterwards = locked(() -> {
            exit.run();
            changed.signalAll();
            boolean over = draining || tally.fatal.isPresent();
            return over && !ended && looper == null && running == 0 ? end() : () -> {};
        });
        announce();
        afterwards.run();
    }

    /** Ends the feed, and returns what is to be told of it. */
    private Runnable end() {
        ended = true;
        executor.shutdown();
        Runnable told = closeJournal();
        List<Work> left = agenda.works();
        return () -> {
            told.run();
            left.forEach(work -> work.result.cancel(false));
            teller.close();
        };
    }

    private Runnable closeJournal() {
        try {
            if (opened != null) {
                opened.journal().close();
            }
            return () -> {};
        } catch (IOException e) {
            return () -> events.trouble("closing the journal", e);
        }
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
        if (ended || (looper == null && !draining)) {
            return FeedState.STOPPED;
        }
        if (draining) {
            return FeedState.DRAINING;
        }
        return agenda.overview().isIdle() ? FeedState.IDLE : FeedState.RUNNING;
    }

    private void announce() {
        locked(() -> {
            FeedState before = announced;
            announced = state();
            if (before != announced) {
                events.state(before, announced);
            }
            return true;
        });
    }
}

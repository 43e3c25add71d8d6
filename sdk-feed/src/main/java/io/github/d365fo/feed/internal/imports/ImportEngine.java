package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.internal.run.Growing;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a feed: one loop chooses what to do next, and hands it to the executor's threads. Nothing that they throw ends the
 * loop; whoever leaves last closes the journal. Thread-safe.
 */
final class ImportEngine {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Failures in a row after which a run that is to end gives up. */
    private static final int MOST_FAILURES = 8;

    /** How many files are taken before they can be sent, so that a full inbox doesn't become a full journal. */
    private static final int TAKEN_AHEAD = 100;

    /** How often a clock that stands still is looked at while something runs. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ImportSettings settings;
    private final Destination destination;
    private final ExecutorService executor;
    private final StepWatcher watcher;
    private final Events events;
    private final Waits waits;
    private final Plan plan;
    private final Tally tally = new Tally();
    private final Growing pauses = growing(FIRST_PAUSE, LONGEST_PAUSE);
    private final Map<String, Work> works = new LinkedHashMap<>();
    private final Set<Thread> workers = new HashSet<>();
    private @Nullable Opened opened;
    private Instant sendFrom = Instant.MIN;
    private Instant nextScan = Instant.MIN;
    private Instant begunAt = Instant.MIN;
    private InboxScan.Found lastScan = new InboxScan.Found(List.of(), 0, 0, 0, Duration.ZERO, Optional.empty());
    private boolean scanning;
    private @Nullable Thread looper;
    private boolean toEnd;
    private boolean draining;
    private boolean ended;
    private int running;
    private FeedState announced = FeedState.STOPPED;

    /** What needs the journal. */
    record Opened(ImportJournal journal, Folders folders, Intake intake, FileSteps steps, InboxScan scan) {}

    ImportEngine(ImportSettings settings, Destination destination, ExecutorService executor, StepWatcher watcher) {
        this.settings = settings;
        this.destination = destination;
        this.executor = executor;
        this.watcher = watcher;
        this.events = new Events(destination.name(), settings.listener(), settings.onResult());
        this.waits = new Waits(settings.clock());
        this.plan = new Plan(settings.ordered(), settings.concurrency(), settings.maxUnprocessed());
    }

    private static Growing growing(Duration first, Duration cap) {
        return new Growing(first, cap, () -> ThreadLocalRandom.current().nextLong());
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
                Files.createDirectories(settings.paths().taken());
                opened = openJournal();
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

    private Opened openJournal() throws IOException {
        ImportJournal journal = ImportJournal.open(settings.paths(), watcher);
        boolean whole = false;
        try {
            Folders folders = new Folders(settings.paths(), watcher);
            Intake intake = new Intake(journal, folders, settings.paths(), settings.clock(), events);
            intake.recover().forEach(work -> works.put(work.entry.id(), work));
            journal.cleanUp(waits.now());
            Inbox inbox = new Inbox(settings.paths(), settings.settleTime());
            Opened all = new Opened(
                    journal,
                    folders,
                    intake,
                    new FileSteps(journal, folders, destination, events, settings.clock(), pauses, this::isStopping),
                    new InboxScan(
                            inbox,
                            intake,
                            settings.clock(),
                            pauses,
                            growing(settings.firstIdle(), settings.lastIdle())));
            whole = true;
            return all;
        } finally {
            if (!whole) {
                works.clear();
                journal.close();
            }
        }
    }

    private Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("the feed is not open");
        }
        return opened;
    }

    /**
     * Does what there is to do until the feed is closed or fails; if {@code toEnd}, also until nothing is left.
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
            lock.lock();
            try {
                looper = null;
                leave();
            } finally {
                lock.unlock();
            }
            announce();
        }
    }

    private void enterLoop(boolean untilEmpty) {
        lock.lock();
        try {
            looper = Thread.currentThread();
            toEnd = untilEmpty;
            begunAt = waits.now();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Runnable> await() throws InterruptedException {
        announce();
        lock.lock();
        try {
            while (true) {
                Instant now = waits.now();
                if (draining || tally.fatal.isPresent() || (toEnd && (isEmpty(now) || hasGivenUp()))) {
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
        Optional<Work> work = plan.next(works.values(), now, sendFrom);
        if (work.isPresent()) {
            work.get().busy = true;
            return Optional.of(() -> step(work.get()));
        }
        if (!scanning && !nextScan.isAfter(now) && !plan.isHeldByDoubt(works.values())) {
            scanning = true;
            return Optional.of(this::scan);
        }
        return Optional.empty();
    }

    @SuppressWarnings("WaitNotInLoop") // The caller loops.
    private void pause(Instant now) throws InterruptedException {
        if (running > 0 && settings.clock() instanceof VirtualClock) {
            // A wait would move such a clock, and what runs would seem to take that long.
            changed.awaitNanos(LOOK_NANOS);
            return;
        }
        Instant due = plan.nextTime(works.values(), now, sendFrom).orElse(now.plus(settings.lastIdle()));
        boolean scans = !scanning && nextScan.isAfter(now) && nextScan.isBefore(due);
        waits.await(lock, changed, scans ? nextScan : due);
    }

    private boolean isEmpty(Instant now) {
        if (running > 0 || scanning) {
            return false;
        }
        boolean held = plan.isHeldByDoubt(works.values());
        boolean scanned = nextScan.isAfter(now) && lastScan.failure().isEmpty();
        boolean inboxEmpty = scanned && lastScan.left() == 0 && lastScan.worthWaiting() == 0;
        return held || (inboxEmpty && works.values().stream().allMatch(work -> isLeft(work, now)));
    }

    /** Returns whether a run that is to end need not wait for this file. */
    private boolean isLeft(Work work, Instant now) {
        Stage stage = work.stage();
        boolean waitsForService = stage == Stage.SENT || stage == Stage.SENDING;
        Instant sent = work.entry.shipment().map(Shipment::at).orElse(begunAt);
        Instant from = sent.isAfter(begunAt) ? sent : begunAt;
        boolean late = !from.plus(settings.resultTimeout()).isAfter(now);
        return work.entry.rests() || (waitsForService && late && !work.busy);
    }

    private boolean hasGivenUp() {
        return tally.failuresInARow >= MOST_FAILURES;
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
        join();
        try {
            task.run();
        } catch (Throwable e) {
            trouble("working", e);
        } finally {
            lock.lock();
            try {
                workers.remove(Thread.currentThread());
                if (!draining) {
                    // The user's code may have left an interrupt behind.
                    Thread.interrupted();
                }
                running--;
                leave();
            } finally {
                lock.unlock();
            }
            announce();
        }
    }

    private void join() {
        lock.lock();
        try {
            workers.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    private void step(Work work) {
        Next next = Next.failed(new IllegalStateException("the step did not end"), LONGEST_PAUSE);
        try {
            next = opened().steps().step(work);
        } catch (Throwable e) {
            work.failures++;
            next = Next.failed(e, pauses.before(work.failures));
        } finally {
            finished(work, next);
        }
        next.failure().ifPresent(failure -> events.trouble("working on " + work.entry.source(), failure));
    }

    private void finished(Work work, Next next) {
        lock.lock();
        try {
            Instant now = waits.now();
            work.busy = false;
            work.due = work.stage() == Stage.PLACING && next.reach() == Next.Reach.FEED ? now : now.plus(next.pause());
            if (next.failure().isPresent()) {
                failed(next.failure().get(), next, now);
            } else {
                tally.failuresInARow = 0;
            }
            if (work.stage() == Stage.PLACED) {
                work.entry.ending().ifPresent(ending -> tally.ended(ending.place(), now));
                nextScan = toEnd ? now : nextScan;
            }
            if (work.entry.isOver()) {
                works.remove(work.entry.id());
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(Throwable failure, Next next, Instant now) {
        tally.error(failure, now);
        if (next.reach() == Next.Reach.FATAL) {
            tally.fatal = Optional.of(failure);
        }
        if (next.reach() == Next.Reach.FEED) {
            Instant until = now.plus(next.pause());
            sendFrom = until.isAfter(sendFrom) ? until : sendFrom;
            if (failure instanceof ThrottledException) {
                tally.throttledUntil = Optional.of(until);
            }
        }
    }

    private void scan() {
        InboxScan.Found found = new InboxScan.Found(List.of(), 0, 0, 0, LONGEST_PAUSE, Optional.empty());
        try {
            found = opened().scan().scan(room(), this::isStopping);
            opened().journal().cleanUp(waits.now());
        } catch (IOException e) {
            trouble("cleaning up the journal", e);
        } finally {
            scanned(found);
        }
        found.failure().ifPresent(failure -> trouble("taking files from the inbox", failure));
    }

    private int room() {
        lock.lock();
        try {
            long waiting = works.values().stream()
                    .filter(work -> work.stage() == Stage.TAKEN)
                    .count();
            return (int) Math.max(0, Math.max(TAKEN_AHEAD, 2L * settings.concurrency()) - waiting);
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopping() {
        lock.lock();
        try {
            return draining || tally.fatal.isPresent();
        } finally {
            lock.unlock();
        }
    }

    private void scanned(InboxScan.Found found) {
        lock.lock();
        try {
            Instant now = waits.now();
            scanning = false;
            lastScan = found;
            nextScan = now.plus(found.pause());
            found.taken().forEach(work -> works.put(work.entry.id(), work));
            if (found.failure().isEmpty()) {
                tally.lastPoll = Optional.of(now);
            }
        } finally {
            lock.unlock();
        }
    }

    private void trouble(String doing, Throwable failure) {
        lock.lock();
        try {
            tally.error(failure, waits.now());
        } finally {
            lock.unlock();
        }
        events.trouble(doing, failure);
    }

    /** Work on the journal by a thread of the user's. */
    interface Use<T> {
        T by(Opened open) throws IOException;
    }

    /** Runs {@code use} on the open journal, which is not closed meanwhile. */
    <T> T use(Use<T> use) throws IOException {
        Opened open;
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
            lock.lock();
            try {
                running--;
                leave();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Returns whether the journal was ever open, so that what it said is known. */
    boolean wasOpened() {
        lock.lock();
        try {
            return opened != null;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a file that was taken. */
    void add(Work work) {
        lock.lock();
        try {
            works.put(work.entry.id(), work);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Changes a file that is in doubt, when nobody has it in work. */
    interface Change {
        FileEntry of(FileEntry entry, Instant now) throws IOException;
    }

    /**
     * Writes down what a person said of a file that is in doubt.
     *
     * @throws IllegalArgumentException if no file with that id is
     */
    void resolve(String id, ImportJournal journal, Change change) throws IOException {
        lock.lock();
        try {
            Work work = works.get(id);
            while (work != null && work.busy) {
                changed.awaitUninterruptibly();
                work = works.get(id);
            }
            if (work == null || !work.entry.isInDoubt()) {
                throw new IllegalArgumentException("id: expected that of a file in doubt, but got " + id);
            }
            FileEntry next = change.of(work.entry, waits.now());
            journal.record(next);
            work.entry = next;
            work.unrecorded = false;
            work.told = false;
            work.failures = 0;
            work.due = waits.now();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the entries of the files that have not ended, in the order in which they were taken. */
    List<FileEntry> entries() {
        lock.lock();
        try {
            return works.values().stream().map(work -> work.entry).toList();
        } finally {
            lock.unlock();
        }
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
            leave();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        announce();
    }

    /** Closes the journal if the feed has ended and nobody uses it. Called with the lock held. */
    private void leave() {
        changed.signalAll();
        boolean over = draining || tally.fatal.isPresent();
        if (!over || ended || looper != null || running > 0) {
            return;
        }
        ended = true;
        executor.shutdown();
        works.values().forEach(work -> work.result.cancel(false));
        if (opened != null) {
            try {
                opened.journal().close();
            } catch (IOException e) {
                tally.error(e, waits.now());
            }
        }
    }

    ImportReport report() {
        lock.lock();
        try {
            long doubtful = works.values().stream()
                    .filter(work -> work.entry.isInDoubt())
                    .count();
            return new ImportReport(tally.done, tally.failed, doubtful, works.size() - doubtful);
        } finally {
            lock.unlock();
        }
    }

    /** Returns why a run that was to end ended before its time, if it did. */
    Optional<Throwable> failure() {
        lock.lock();
        try {
            return hasGivenUp() ? tally.fatal.or(() -> tally.lastError) : tally.fatal;
        } finally {
            lock.unlock();
        }
    }

    FeedHealth health() {
        lock.lock();
        try {
            Instant now = waits.now();
            long ready = works.values().stream()
                    .filter(work -> work.stage() == Stage.TAKEN && !work.busy)
                    .count();
            return new FeedHealth(
                    state(),
                    tally.lastPoll,
                    tally.lastSuccess,
                    tally.lastError,
                    tally.lastErrorAt,
                    (int) Plan.unprocessed(works.values()),
                    tally.failed + tally.doubted,
                    (int) ready + lastScan.left() + lastScan.unsettled(),
                    tally.throttledUntil.filter(until -> until.isAfter(now)),
                    oldest());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Instant> oldest() {
        return works.values().stream()
                .filter(work -> work.stage() == Stage.SENT || work.stage() == Stage.SENDING)
                .flatMap(work -> work.entry.shipment().map(Shipment::at).stream())
                .min(Instant::compareTo);
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
        boolean nothing = lastScan.left() + lastScan.unsettled() == 0
                && works.values().stream().allMatch(work -> work.entry.rests());
        return nothing ? FeedState.IDLE : FeedState.RUNNING;
    }

    private void announce() {
        FeedState before;
        FeedState now;
        lock.lock();
        try {
            before = announced;
            now = state();
            announced = now;
        } finally {
            lock.unlock();
        }
        if (before != now) {
            events.state(before, now);
        }
    }
}

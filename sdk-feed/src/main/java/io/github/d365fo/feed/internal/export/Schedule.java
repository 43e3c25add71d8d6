package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.internal.export.Task.Pause;
import io.github.d365fo.feed.internal.run.Breather;
import io.github.d365fo.feed.internal.run.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is done next, and by which kind of thread.
 *
 * <p>A message is asked for only when a worker is free to go on with it: its delivery has a place of the lane
 * {@link Lane#INTAKE} from the question on until it ends, also while it waits. The lane {@link Lane#HANDLING} has packages
 * of the spool. In a lane with one place the next begins when the last one has ended, so that order is kept.
 * Acknowledgements that are tried again take no place. Thread-safe.
 */
final class Schedule {
    private final int places;
    private final Waits waits;
    private final Intake intake;
    private final Supplier<Task> poll;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Waiting> waiting = new ArrayList<>();
    /** The counters are made beforehand: giving a place back must need no memory. */
    private final Map<Lane, AtomicInteger> taken = new EnumMap<>(Lane.class);

    private final List<Task> running = new ArrayList<>();
    private long numbers;
    private int polling;
    private boolean watched;
    private Instant watchedUntil = Instant.MAX;
    private boolean closed;

    /** Whose turn it is to work. */
    enum Lane {
        /** Asks for messages and takes each to its acknowledgement. */
        INTAKE,
        /** Tries acknowledgements again that failed, in the threads of the intake. */
        ACKNOWLEDGING,
        /** Handles packages of the spool. */
        HANDLING
    }

    /** A task with a place, or before it has one. */
    private record Waiting(Task task, Lane lane, boolean placed, Instant due, long number) {}

    /**
     * A task that a thread has, until it brings it back.
     *
     * @param leaving whether the task is to be given up instead of going on
     */
    record Turn(Task task, Lane lane, boolean leaving) {}

    Schedule(int places, Waits waits, Intake intake, Supplier<Task> poll) {
        this.places = places;
        this.waits = waits;
        this.intake = intake;
        this.poll = poll;
        for (Lane lane : Lane.values()) {
            taken.put(lane, new AtomicInteger());
        }
    }

    /** Adds a task that may begin at {@code due}, when its lane has a place. */
    void add(Task task, Lane lane, Instant due) {
        lock.lock();
        try {
            if (!closed || lane == Lane.ACKNOWLEDGING) {
                waiting.add(new Waiting(task, lane, false, due, numbers++));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work of {@code lane}, or returns empty if there will be none, since the feed is being closed. */
    Optional<Turn> take(Lane lane) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<Turn> turn = find(lane);
                if (turn.isPresent() || closed) {
                    return turn;
                }
                await(lane);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns work of {@code lane} that may be done now, or empty if there is none. */
    Optional<Turn> takeNow(Lane lane) {
        lock.lock();
        try {
            return find(lane);
        } finally {
            lock.unlock();
        }
    }

    /**
     * One thread waits for the time, the others for a signal: with a virtual clock, each wait may move the time. It waits
     * for what comes first in any lane, and begins anew when something is to come before that.
     */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(Lane lane) throws InterruptedException {
        Optional<Instant> own = nextDue(lane);
        Instant first = other(lane)
                .filter(due -> own.isEmpty() || due.isBefore(own.get()))
                .or(() -> own)
                .orElse(Instant.MAX);
        if (watched || first.equals(Instant.MAX)) {
            if (first.isBefore(watchedUntil)) {
                changed.signalAll();
            }
            changed.await();
            return;
        }
        watched = true;
        watchedUntil = first;
        try {
            waits.await(lock, changed, first);
        } finally {
            watched = false;
            watchedUntil = Instant.MAX;
            changed.signalAll();
        }
    }

    /** Returns when the other lane has something to do, unless it has that already, which is for its own threads. */
    private Optional<Instant> other(Lane lane) {
        Instant now = waits.now();
        return nextDue(lane == Lane.INTAKE ? Lane.HANDLING : Lane.INTAKE).filter(due -> due.isAfter(now));
    }

    private Optional<Turn> find(Lane lane) {
        if (closed) {
            return findLeaving();
        }
        if (lane == Lane.INTAKE) {
            Optional<Turn> again = findWaiting(Lane.ACKNOWLEDGING);
            if (again.isPresent()) {
                return again;
            }
        }
        Optional<Turn> next = findWaiting(lane);
        return next.isPresent() || lane != Lane.INTAKE ? next : findPoll();
    }

    private Optional<Turn> findLeaving() {
        return waiting.stream().findFirst().map(each -> take(each, true));
    }

    /** What needs memory comes first, so that nothing is taken that nobody gets. */
    private Turn take(Waiting each, boolean leaving) {
        Turn turn = new Turn(each.task, each.lane, leaving);
        running.add(each.task);
        waiting.remove(each);
        if (!each.placed) {
            places(each.lane).incrementAndGet();
        }
        return turn;
    }

    private Optional<Turn> findWaiting(Lane lane) {
        Instant now = waits.now();
        boolean free = lane == Lane.ACKNOWLEDGING || places(lane).get() < places;
        return waiting.stream()
                .filter(each -> each.lane == lane && (each.placed || free))
                .filter(each -> !each.due.isAfter(now))
                .min(Comparator.comparing((Waiting each) -> !each.placed).thenComparing(Waiting::number))
                .map(each -> take(each, false));
    }

    private Optional<Turn> findPoll() {
        if (places(Lane.INTAKE).get() >= places || !intake.mayAsk(polling, waits.now())) {
            return Optional.empty();
        }
        Task question = poll.get();
        Optional<Turn> turn = Optional.of(new Turn(question, Lane.INTAKE, false));
        running.add(question);
        polling++;
        places(Lane.INTAKE).incrementAndGet();
        return turn;
    }

    private Optional<Instant> nextDue(Lane lane) {
        Optional<Instant> ownTasks = waiting.stream()
                .filter(each -> each.lane == lane || (lane == Lane.INTAKE && each.lane == Lane.ACKNOWLEDGING))
                .filter(each -> each.placed
                        || each.lane == Lane.ACKNOWLEDGING
                        || places(lane).get() < places)
                .map(Waiting::due)
                .min(Comparator.naturalOrder());
        if (lane != Lane.INTAKE || closed || places(Lane.INTAKE).get() >= places) {
            return ownTasks;
        }
        Optional<Instant> question = intake.nextQuestion(polling);
        return ownTasks.isEmpty() || (question.isPresent() && question.get().isBefore(ownTasks.get()))
                ? question
                : ownTasks;
    }

    /** Returns when something in any lane becomes due, or empty if nothing will by itself. */
    Optional<Instant> nextDue() {
        lock.lock();
        try {
            Optional<Instant> first = nextDue(Lane.INTAKE);
            Optional<Instant> second = nextDue(Lane.HANDLING);
            return first.isEmpty() || (second.isPresent() && second.get().isBefore(first.get())) ? second : first;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a task back after a step. The end of a question is {@link #answered}. Whatever this throws, nothing has
     * happened, and the end of a task needs no memory.
     *
     * @return the same turn if its next step may follow at once
     */
    Optional<Turn> again(Turn turn, Pause pause) {
        Breather.lock(lock);
        try {
            if (pause.beforeNext().filter(wait -> wait.isZero()).isPresent()) {
                return Optional.of(turn);
            }
            if (pause.beforeNext().isPresent()) {
                Instant due = waits.now().plus(pause.beforeNext().get());
                waiting.add(new Waiting(turn.task, turn.lane, true, due, numbers++));
            } else {
                places(turn.lane).decrementAndGet();
            }
            running.remove(turn.task);
            changed.signalAll();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a question for a message has its answer. */
    void answered() {
        Breather.lock(lock);
        try {
            polling--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets every thread look again, because something has changed that is not this schedule's. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many tasks have a place in {@code lane}. */
    int inProgress(Lane lane) {
        lock.lock();
        try {
            return places(lane).get();
        } finally {
            lock.unlock();
        }
    }

    private AtomicInteger places(Lane lane) {
        return Objects.requireNonNull(taken.get(lane));
    }

    /** Begins nothing more. What has begun and waits is given up, by whichever thread is free; what runs goes on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.removeIf(each -> !each.placed && each.lane != Lane.ACKNOWLEDGING);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until at most {@code ownTurns} tasks are left, after {@link #close()}, for at most {@code atMost} of real time.
     *
     * @return whether they are
     */
    boolean awaitQuiet(int ownTurns, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(atMost);
            while (running.size() + waiting.size() > ownTurns && left > 0) {
                left = changed.awaitNanos(left);
            }
            return running.size() + waiting.size() <= ownTurns;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether nothing runs or waits, but for acknowledgements that are tried again. */
    boolean isDone() {
        lock.lock();
        try {
            return running.isEmpty() && waiting.stream().allMatch(each -> each.lane == Lane.ACKNOWLEDGING);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the tasks that run or wait. */
    List<Task> unfinished() {
        lock.lock();
        try {
            return Stream.concat(running.stream(), waiting.stream().map(Waiting::task))
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}

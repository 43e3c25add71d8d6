package io.github.d365fo.testkit;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test, or a wait of the client under test, moves it.
 *
 * <p>By default a client's wait moves the clock and ends at once, so that a test that spans half an hour takes
 * milliseconds. With {@link #autoAdvance(boolean)} off, a wait lasts until {@link #advance(Duration)} moves the clock
 * past its end. After {@link #run()} the clock runs in real time. Thread-safe.
 *
 * <pre>{@code
 * server.clock().autoAdvance(false);
 * AsyncRecurringJob journals = client.async().job(server.importJob().activityId());
 * MessageId id = journals.enqueue(journal).join();
 * CompletableFuture<MessageStatus> status = journals.awaitProcessed(id, Duration.ofMinutes(30));
 * server.clock().advance(Duration.ofSeconds(59));
 * assert !status.isDone(); // the batch job has not picked it up yet
 * server.clock().advanceUntil(status::isDone, Duration.ofMinutes(5));
 * assert status.join().isSuccess();
 * }</pre>
 */
public final class TestClock extends VirtualClock {
    static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    /** Late enough for every test, and early enough for every later date to have a year of four digits. */
    private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");

    /** Whoever waits for the clock goes on in a thread that nobody else needs. */
    private static final Executor WAKERS = task -> {
        Thread thread = new Thread(task, "test-clock");
        thread.setDaemon(true);
        thread.start();
    };

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEFORE_THE_FIRST_REQUEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);

    private final PriorityQueue<Wait> waits =
            new PriorityQueue<>(Comparator.comparing(Wait::due).thenComparing(Wait::number));
    private final Clock system = Clock.systemUTC();
    private Instant now;
    private @Nullable Instant realAtNow;
    private final Duration firstPatience;
    private final AtomicLong signs = new AtomicLong();
    private long numbers;
    private boolean autoAdvance = true;

    /** Creates a clock that shows 5 January 2026, 08:00 UTC. */
    public TestClock() {
        this(START, PATIENCE);
    }

    private TestClock(Instant start, Duration firstPatience) {
        this.now = start;
        this.firstPatience = firstPatience;
    }

    /** Returns the clock of a server, which tells it of {@linkplain #signOfLife() signs of life}. */
    static TestClock ofServer(Instant start) {
        return new TestClock(start, BEFORE_THE_FIRST_REQUEST);
    }

    /** Continues at the time of a stored state, before anything waits. */
    synchronized void startAt(Instant time) {
        now = time;
    }

    private record Wait(Instant due, long number, CompletableFuture<Void> over) {}

    /**
     * Moves the clock forward and, before it returns, ends the waits that become due, in their order. Everything at the
     * fake server that depends on time, such as leases, imports and tokens, follows the new time.
     *
     * @throws IllegalArgumentException if {@code duration} is negative or longer than a hundred years, or ends after the
     *     year 8999
     */
    public void advance(Duration duration) {
        Given.span("duration", duration);
        Instant target = instant().plus(duration);
        if (target.isAfter(LAST)) {
            throw new IllegalArgumentException(
                    "duration: expected one that ends before " + LAST + ", but got " + duration);
        }
        settle(target);
    }

    /**
     * Moves the clock forward, from wait to wait and by at most a second at a time, until {@code condition} holds. With
     * {@link #autoAdvance(boolean)} off, the client gets real time to start a wait or to make the condition hold: at
     * the beginning if nothing waits yet, and after each step that ended a wait. That time ends when no request has
     * begun or ended at the server for five seconds, or for thirty if there was none yet, to allow for a busy machine;
     * and after a minute in any case.
     *
     * @throws AssertionError if the condition does not hold once {@code limit} has passed on this clock
     * @throws IllegalArgumentException if {@code limit} is negative or longer than a hundred years
     */
    public void advanceUntil(BooleanSupplier condition, Duration limit) {
        Objects.requireNonNull(condition, "condition");
        Given.span("limit", limit);
        Instant end = after(limit);
        long first = enlisted();
        boolean holds = condition.getAsBoolean() || (hasNoWaits() && holdsSoon(condition, first));
        while (!holds) {
            if (!instant().isBefore(end)) {
                throw new AssertionError("the condition does not hold after " + limit + "; it is " + instant() + " and "
                        + waiting() + " wait(s) are not over");
            }
            long before = enlisted();
            boolean released = settle(nextStep(end));
            holds = condition.getAsBoolean() || (released && holdsSoon(condition, before));
        }
    }

    /** Lets the clock, and all waits, run in real time. Returns this clock. */
    public TestClock run() {
        List<Duration> left = startRunning();
        left.forEach(this::settleAfter);
        return this;
    }

    /** Stops the clock at the time it shows, which is its initial state. Returns this clock. */
    public synchronized TestClock freeze() {
        now = instant();
        realAtNow = null;
        return this;
    }

    /** Returns whether the clock runs in real time. */
    public synchronized boolean isRunning() {
        return realAtNow != null;
    }

    /** Sets whether a client's wait moves the clock. Default true. Returns this clock. */
    public synchronized TestClock autoAdvance(boolean on) {
        autoAdvance = on;
        return this;
    }

    /** Returns how many waits have not ended yet. */
    public synchronized int waiting() {
        waits.removeIf(wait -> wait.over().isDone());
        return waits.size();
    }

    @Override
    public CompletableFuture<Void> delay(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        CompletableFuture<Void> over = new CompletableFuture<>();
        if (isImmediate(duration)) {
            settle(after(duration.isNegative() ? Duration.ZERO : duration));
            over.complete(null);
        } else if (enlist(duration, over)) {
            settleAfter(duration);
        }
        return over;
    }

    @Override
    public synchronized Instant instant() {
        return realAtNow == null ? now : now.plus(Duration.between(realAtNow, system.instant()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Returns a view of this clock in {@code zone}. */
    @Override
    public Clock withZone(ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        TestClock source = this;
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return source.withZone(other);
            }

            @Override
            public Instant instant() {
                return source.instant();
            }
        };
    }

    /** Returns the time it shows. */
    @Override
    public String toString() {
        return "TestClock[" + instant() + "]";
    }

    private synchronized boolean isImmediate(Duration duration) {
        return (autoAdvance && realAtNow == null) || duration.isNegative() || duration.isZero();
    }

    /** Notes a wait and returns whether real time will end it. */
    private synchronized boolean enlist(Duration duration, CompletableFuture<Void> over) {
        waits.add(new Wait(after(duration), numbers++, over));
        notifyAll();
        return realAtNow != null;
    }

    /** Returns whether waits would be noted, and none is. */
    private synchronized boolean hasNoWaits() {
        return !autoAdvance && waiting() == 0;
    }

    private synchronized long enlisted() {
        return numbers;
    }

    /** Returns when a wait that starts now is over; it may be as long as a duration can be. */
    private Instant after(Duration duration) {
        Instant time = instant();
        Duration left = Duration.between(time, LAST);
        return duration.compareTo(left) < 0 ? time.plus(duration) : LAST;
    }

    private synchronized Instant nextStep(Instant end) {
        Instant step = instant().plus(STEP);
        Wait first = waits.peek();
        Instant next = first != null && first.due().isBefore(step) ? first.due() : step;
        return next.isBefore(end) ? next : end;
    }

    /** Ends the waits up to {@code target} in their order, moves the clock there and returns whether there were any. */
    private boolean settle(Instant target) {
        boolean any = false;
        for (Wait next = due(target); next != null; next = due(target)) {
            next.over().complete(null);
            any = true;
        }
        return any;
    }

    /** Returns the next wait that is over by {@code target}, at its own time, or moves the clock to {@code target}. */
    private synchronized @Nullable Wait due(Instant target) {
        Wait first = waits.peek();
        boolean passed = first != null && !first.due().isAfter(target);
        Instant time = passed && first != null ? first.due() : target;
        show(time.isAfter(instant()) ? time : instant());
        return passed ? waits.poll() : null;
    }

    private synchronized void show(Instant time) {
        now = time;
        realAtNow = realAtNow == null ? null : system.instant();
    }

    /** Gives a client real time to continue, until it waits again or some time has passed. */
    private boolean holdsSoon(BooleanSupplier condition, long before) {
        Patience patience = new Patience();
        boolean holds = condition.getAsBoolean();
        while (!holds && enlisted() == before && patience.lasts() && pause()) {
            holds = condition.getAsBoolean();
        }
        return holds || condition.getAsBoolean();
    }

    /** How long a client is given for its next step: longer while it is active. Used by one thread. */
    private final class Patience {
        private final Instant last = system.instant().plus(LONGEST_PATIENCE);
        private Instant end = last;
        private long seen = -1;

        boolean lasts() {
            Instant time = system.instant();
            if (seen != signs.get()) {
                seen = signs.get();
                end = time.plus(seen == 0 ? firstPatience : PATIENCE);
            }
            return time.isBefore(end) && time.isBefore(last);
        }
    }

    /** Notes that a request started or ended. */
    void signOfLife() {
        signs.incrementAndGet();
    }

    /** Waits for a new wait or a little real time; false if the thread was interrupted. */
    @SuppressWarnings("WaitNotInLoop") // The caller loops, and looks at the condition without holding the lock.
    private synchronized boolean pause() {
        try {
            wait(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized List<Duration> startRunning() {
        realAtNow = realAtNow == null ? system.instant() : realAtNow;
        return waits.stream()
                .map(wait -> Duration.between(instant(), wait.due()))
                .toList();
    }

    private void settleAfter(Duration duration) {
        settleAt(after(duration), duration);
    }

    /** Ends the waits that are due after {@code left}; checks again if the clock lags behind the timer. */
    private void settleAt(Instant due, Duration left) {
        Duration real = left.compareTo(Given.LONGEST) > 0 ? Given.LONGEST : left;
        CompletableFuture.delayedExecutor(real.plusMillis(1).toNanos(), TimeUnit.NANOSECONDS, WAKERS)
                .execute(() -> {
                    Instant shown = instant();
                    settle(shown);
                    if (isRunning() && shown.isBefore(due)) {
                        settleAt(due, Duration.between(shown, due));
                    }
                });
    }
}

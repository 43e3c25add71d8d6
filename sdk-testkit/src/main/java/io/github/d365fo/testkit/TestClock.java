package io.github.d365fo.testkit;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test, or a wait of the client under test, moves it on.
 *
 * <p>By default a client's wait moves the clock by its length and is over at once, so that a test of half an hour takes
 * milliseconds. With {@link #autoAdvance(boolean)} off, waits last until {@link #advance(Duration)} has passed them.
 * Thread-safe.
 */
public final class TestClock extends VirtualClock {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    private final PriorityQueue<Wait> waits =
            new PriorityQueue<>(Comparator.comparing(Wait::due).thenComparing(Wait::number));
    private Instant now = START;
    private long numbers;
    private boolean autoAdvance = true;

    /** Creates a clock that shows 5 January 2026, 8 o'clock UTC. */
    public TestClock() {}

    private record Wait(Instant due, long number, CompletableFuture<Void> over) {}

    /**
     * Moves the clock on and ends the waits that come due on the way, in their order, before it returns. Whatever
     * depends on time at the fake server, such as leases, imports and tokens, goes by the new time from then on.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: expected zero or more, but got " + duration);
        }
        Instant target = instant().plus(duration);
        for (Wait next = due(target); next != null; next = due(target)) {
            next.over().complete(null);
        }
    }

    /** Sets whether a client's wait moves the clock by itself. Default true. Returns this clock. */
    public synchronized TestClock autoAdvance(boolean on) {
        autoAdvance = on;
        return this;
    }

    /** Returns how many waits have not come due yet. */
    public synchronized int waiting() {
        waits.removeIf(wait -> wait.over().isDone());
        return waits.size();
    }

    @Override
    public CompletableFuture<Void> delay(Duration duration) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        if (isImmediate(duration)) {
            advance(duration.isNegative() ? Duration.ZERO : duration);
            over.complete(null);
        } else {
            enlist(duration, over);
        }
        return over;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Returns a clock of the system's kind that shows this clock's time in {@code zone}. */
    @Override
    public Clock withZone(ZoneId zone) {
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
        return autoAdvance || duration.isNegative() || duration.isZero();
    }

    private synchronized void enlist(Duration duration, CompletableFuture<Void> over) {
        waits.add(new Wait(now.plus(duration), numbers++, over));
    }

    /** Returns the next wait that is over by {@code target}, at its own time, or moves the clock to {@code target}. */
    private synchronized @Nullable Wait due(Instant target) {
        Wait first = waits.peek();
        boolean passed = first != null && !first.due().isAfter(target);
        Instant time = passed && first != null ? first.due() : target;
        now = time.isAfter(now) ? time : now;
        return passed ? waits.poll() : null;
    }
}

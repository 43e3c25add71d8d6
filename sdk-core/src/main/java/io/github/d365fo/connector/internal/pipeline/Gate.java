package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps the whole client from sending after a 429, since further requests prolong the throttling. */
final class Gate {
    private final Time time;
    private final AtomicReference<@Nullable Bar> bar = new AtomicReference<>();

    Gate(Time time) {
        this.time = time;
    }

    private record Bar(long opensAt, Refused reason) {}

    /**
     * A closed gate.
     *
     * @param left how long no request may be sent
     * @param reason the response that closed it
     */
    record Closed(Duration left, Refused reason) {}

    /** Closes the gate for {@code duration}, unless it is already closed for longer. */
    void close(Duration duration, Refused throttled) {
        Bar fresh = new Bar(time.nanos() + Time.saturated(duration), throttled);
        bar.accumulateAndGet(
                fresh, (old, now) -> old != null && now != null && now.opensAt() - old.opensAt() <= 0 ? old : now);
    }

    /** Returns how long the gate is closed and why, or empty if it is open. */
    Optional<Closed> closed() {
        Bar now = bar.get();
        if (now == null) {
            return Optional.empty();
        }
        // No lock is held, since the clock may be a user's.
        long left = now.opensAt() - time.nanos();
        if (left <= 0) {
            bar.compareAndSet(now, null);
            return Optional.empty();
        }
        return Optional.of(new Closed(Duration.ofNanos(left), now.reason()));
    }
}

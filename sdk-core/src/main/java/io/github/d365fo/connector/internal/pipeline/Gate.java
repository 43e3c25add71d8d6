package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.time.Time;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the whole client from sending after a 429, since hammering makes the service close for longer. */
final class Gate {
    private final Time time;
    private long opensAt;
    private @Nullable Refused reason;

    Gate(Time time) {
        this.time = time;
    }

    /** Closes the gate for {@code duration}, unless it is closed for longer already. */
    synchronized void close(Duration duration, Refused throttled) {
        long until = time.nanos() + duration.toNanos();
        if (reason == null || until - opensAt > 0) {
            opensAt = until;
            reason = throttled;
        }
    }

    /** Returns how long nobody may send, or empty if the gate is open. */
    synchronized Optional<Duration> closedFor() {
        if (reason == null) {
            return Optional.empty();
        }
        long left = opensAt - time.nanos();
        if (left <= 0) {
            reason = null;
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(left));
    }

    /** Returns the answer that closed the gate the last time; only while it is closed. */
    synchronized Optional<Refused> reason() {
        return Optional.ofNullable(reason);
    }
}

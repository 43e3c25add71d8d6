package io.github.d365fo.feed;

import java.time.Instant;
import java.util.Objects;

/**
 * A message that was dequeued and not acknowledged.
 *
 * @param correlationId its correlation id
 * @param returnsAt when its lease ends, from when on it may be delivered again
 */
public record LeftOver(String correlationId, Instant returnsAt) {
    /** Refuses null. */
    public LeftOver {
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(returnsAt, "returnsAt");
    }
}

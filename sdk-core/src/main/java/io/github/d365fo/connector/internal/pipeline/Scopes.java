package io.github.d365fo.connector.internal.pipeline;

import java.time.Duration;
import java.util.Objects;

/** Begins the calls of a client. Thread-safe. */
public final class Scopes {
    private final Pipeline pipeline;
    private final Duration operationTimeout;

    /** Begins calls that may take {@code operationTimeout}, as long as {@code pipeline} is open. */
    public Scopes(Pipeline pipeline, Duration operationTimeout) {
        this.pipeline = pipeline;
        this.operationTimeout = operationTimeout;
    }

    /** Begins a call. */
    public CallScope scope() {
        requireOpen();
        return new CallScope(operationTimeout).about(pipeline.resource);
    }

    /** Begins a call that waits up to {@code atMost} for something to happen over there. */
    public CallScope scope(Duration atMost) {
        Objects.requireNonNull(atMost, "atMost");
        requireOpen();
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("atMost: expected zero or more, but got " + atMost);
        }
        return new CallScope(operationTimeout.plus(atMost)).about(pipeline.resource);
    }

    /** Throws if the client is closed. */
    public void requireOpen() {
        if (pipeline.isClosed()) {
            throw new IllegalStateException("the client is closed");
        }
    }
}

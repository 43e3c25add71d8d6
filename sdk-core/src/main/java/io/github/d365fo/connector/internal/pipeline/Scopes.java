package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.internal.stack.StackRoom;
import java.time.Duration;
import java.util.Objects;

/** Makes the calls of a client. Thread-safe. */
public final class Scopes {
    /** Longer than anybody waits, and short enough to be added to. */
    private static final Duration LONGEST = Duration.ofDays(100_000);

    private final Pipeline pipeline;
    private final RunningCalls running;
    private final Duration operationTimeout;

    /** Makes calls of {@code running} through {@code pipeline} that may take {@code operationTimeout}. */
    public Scopes(Pipeline pipeline, RunningCalls running, Duration operationTimeout) {
        // Here and not only when the first call is made: a class whose loading overflows is lost to the JVM.
        StackRoom.CALL.require();
        this.pipeline = pipeline;
        this.running = running;
        this.operationTimeout = operationTimeout;
    }

    /**
     * Makes a call.
     *
     * @throws StackOverflowError if what is left of the stack may be too little for it
     */
    public CallScope scope() {
        return scope(Duration.ZERO);
    }

    /**
     * Makes a call that waits up to {@code atMost} for something to happen over there.
     *
     * @throws StackOverflowError if what is left of the stack may be too little for it
     */
    public CallScope scope(Duration atMost) {
        StackRoom.CALL.require();
        Objects.requireNonNull(atMost, "atMost");
        requireOpen();
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("atMost: expected zero or more, but got " + atMost);
        }
        return new CallScope(bounded(operationTimeout).plus(bounded(atMost)), running, pipeline.secrets)
                .about(pipeline.resource);
    }

    /** Throws if the client is closed. */
    public void requireOpen() {
        if (running.isClosed()) {
            throw RunningCalls.closed();
        }
    }

    private static Duration bounded(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }
}

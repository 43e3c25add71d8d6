package io.github.d365fo.connector.internal.pipeline;

import java.time.Duration;

/** Makes the calls of a client. Thread-safe. */
public final class Scopes {
    /** Longer than anybody waits, and short enough to be added to. */
    private static final Duration LONGEST = Duration.ofDays(100_000);

    private final RunningCalls running;
    private final Duration operationTimeout;

    /** Makes calls of {@code running} that may take {@code operationTimeout}. */
    public Scopes(RunningCalls running, Duration operationTimeout) {
        this.running = running;
        this.operationTimeout = operationTimeout;
    }

    /** Makes a call. */
    public CallScope scope() {
        return scope(Duration.ZERO);
    }

    /** Makes a call that waits up to {@code atMost} for something to happen over there. */
    public CallScope scope(Duration atMost) {
        requireOpen();
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("atMost: expected zero or more, but got " + atMost);
        }
        return new CallScope(bounded(operationTimeout).plus(bounded(atMost)), running);
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

package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call of a user: what it is waiting for or working on, so that it can be ended early, and how long it may take. */
public final class CallScope {
    private final Stopwatch since = new Stopwatch();
    private final Duration limit;
    private boolean cancelled;
    private @Nullable Thread worker;
    private @Nullable CompletableFuture<?> wait;

    /** Begins a call that may take {@code limit}. */
    public CallScope(Duration limit) {
        this.limit = limit;
    }

    /** Begins a part of the call, which has the same time but is ended by itself. */
    CallScope child() {
        return new CallScope(left());
    }

    /** Returns the time that is left, in real time; never less than a millisecond. */
    public Duration left() {
        Duration left = since.remaining(limit);
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }

    /** Returns whether the time is over. */
    public boolean isOver() {
        return since.remaining(limit).isNegative();
    }

    /** Ends the call: a wait is withdrawn, an exchange interrupted. */
    public synchronized void cancel() {
        cancelled = true;
        if (worker != null) {
            worker.interrupt();
        }
        if (wait != null) {
            wait.cancel(true);
        }
    }

    /** Runs {@code work} in the present thread, which a cancellation interrupts. */
    <T> T run(Callable<T> work) throws Exception {
        enter();
        try {
            return work.call();
        } finally {
            leave();
        }
    }

    /** Lets a cancellation withdraw {@code future}. */
    synchronized void waitFor(CompletableFuture<?> future) {
        wait = future;
        if (cancelled) {
            future.cancel(true);
        }
    }

    private synchronized void enter() {
        if (cancelled) {
            throw new CancellationException("the call was cancelled");
        }
        worker = Thread.currentThread();
    }

    private synchronized void leave() {
        worker = null;
        if (cancelled) {
            // The interrupt was meant for the call and not for the next one on this thread.
            Thread.interrupted();
        }
    }
}

package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One call of a user: what it is waiting for or working on, so that it can be ended early, and how long it may take. */
public final class CallScope {
    /** What a server calls its things is shown, but not without end. */
    private static final int LONGEST = 200;

    private final Stopwatch since = new Stopwatch();
    private final Duration limit;
    private final List<String> subject = new CopyOnWriteArrayList<>();
    private boolean cancelled;
    private @Nullable Thread worker;
    private @Nullable CompletableFuture<?> wait;

    /** Begins a call that may take {@code limit}. */
    public CallScope(Duration limit) {
        this.limit = limit;
    }

    /** Begins a part of the call, which has the same time and subject but is ended by itself. */
    CallScope child() {
        CallScope child = new CallScope(left());
        child.subject.addAll(subject);
        return child;
    }

    /** Says what the call is about, such as a job or a message, for whoever reads of it in a log or an exception. */
    public CallScope about(String what) {
        String clean = what.replaceAll("\\p{Cntrl}", "?");
        String line = clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
        if (!subject.contains(line)) {
            subject.add(line);
        }
        return this;
    }

    /** Returns what the call is about, parted by commas; blank if nobody said. */
    public String subject() {
        return String.join(", ", subject);
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

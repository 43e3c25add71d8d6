package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of a client that are not over. Watches their time, since neither an HTTP client that has lost its threads
 * nor a user's code that hangs tells anybody. Thread-safe.
 */
public final class RunningCalls {
    private final Set<CallScope> calls = ConcurrentHashMap.newKeySet();
    private final Watch watch = new Watch(Duration.ofMillis(500), this::look, Watch::daemon);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition oneLess = lock.newCondition();
    private final Executor workers;
    private final Runnable letGo;
    private volatile boolean closed;

    /** Ends calls in {@code workers}; {@code letGo}, which may run twice, frees what the calls of a closed client used. */
    public RunningCalls(Executor workers, Runnable letGo) {
        this.workers = workers;
        this.letGo = letGo;
    }

    /** Returns whether {@link #close} was called. */
    boolean isClosed() {
        return closed;
    }

    /**
     * Adds a call.
     *
     * @throws IllegalStateException if the client is closed
     * @throws TokenUnavailableException if it is the token provider who calls, for whose token it would wait
     */
    void add(CallScope call) {
        if (isAskingForToken(Thread.currentThread())) {
            throw new TokenUnavailableException(
                    "no access token: the token provider calls the client that is waiting for its token; give it a"
                            + " client of its own",
                    TokenProblem.of(TokenUnavailableException.Reason.MISCONFIGURED),
                    null);
        }
        calls.add(call);
        boolean added = false;
        try {
            if (closed) {
                throw closed();
            }
            watch.begin();
            added = true;
        } finally {
            if (!added) {
                remove(call);
            }
        }
    }

    /** Adds a part of a call that is here already. */
    void addPart(CallScope part) {
        calls.add(part);
        if (closed) {
            part.close(Duration.ZERO);
        }
        watch.begin();
    }

    void remove(CallScope call) {
        calls.remove(call);
        if (closed) {
            signal();
        }
    }

    /** Runs {@code task} in a thread of its own, or here if there is none to be had. */
    void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (Throwable e) { // Out of threads: late is better than never.
            task.run();
        }
    }

    /**
     * Refuses new calls, ends all waits, lets exchanges go on for {@code grace} and then ends them, and returns when no
     * call is left but those in whose middle this thread is. An interrupt ends all of them at once.
     */
    public void close(Duration grace) {
        closed = true;
        calls.forEach(call -> call.close(grace));
        try {
            if (!awaitOthers(grace)) {
                calls.forEach(CallScope::check);
                awaitOthers(CallScope.PATIENCE);
                calls.forEach(CallScope::check);
            }
        } catch (InterruptedException e) {
            calls.forEach(call -> call.close(Duration.ZERO));
            Thread.currentThread().interrupt();
        }
        signal();
    }

    static IllegalStateException closed() {
        return new IllegalStateException("the client is closed");
    }

    private boolean isAskingForToken(Thread thread) {
        for (CallScope call : calls) {
            if (call.isAskingForToken(thread)) {
                return true;
            }
        }
        return false;
    }

    private boolean awaitOthers(Duration atMost) throws InterruptedException {
        Thread present = Thread.currentThread();
        Stopwatch since = new Stopwatch();
        lock.lockInterruptibly();
        try {
            while (calls.stream().anyMatch(call -> !call.isInside(present))) {
                Duration left = since.remaining(atMost);
                if (left.isNegative() || !oneLess.await(TimeUnit.NANOSECONDS.convert(left), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            oneLess.signalAll();
        } finally {
            lock.unlock();
        }
        if (calls.isEmpty()) {
            watch.end();
            letGo.run();
        }
    }

    /** A call may run a user's code when it ends, and that must not keep the watch. */
    private boolean look() {
        calls.forEach(call -> {
            if (call.isDue()) {
                execute(call::check);
            }
        });
        return !calls.isEmpty();
    }
}

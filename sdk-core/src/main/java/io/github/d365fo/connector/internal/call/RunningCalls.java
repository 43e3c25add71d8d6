package io.github.d365fo.connector.internal.call;

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
import java.util.function.Supplier;

/**
 * The running calls of a client. Watches their time limits, since neither an HTTP client that has lost its threads nor
 * a user's code that hangs reports that. Thread-safe.
 */
public final class RunningCalls {
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Set<Thread> asking = ConcurrentHashMap.newKeySet();
    private final Watch watch = new Watch(Duration.ofMillis(500), this::look, Watch::daemon);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition callEnded = lock.newCondition();
    private final Executor workers;
    private final Runnable letGo;
    private volatile boolean closed;

    /** Ends calls on {@code workers}; {@code letGo}, which may run twice, releases the resources of a closed client. */
    public RunningCalls(Executor workers, Runnable letGo) {
        this.workers = workers;
        this.letGo = letGo;
    }

    /** Returns the threads of the client, an unbounded pool. */
    Executor workers() {
        return workers;
    }

    /** Returns whether {@link #close} was called. */
    boolean isClosed() {
        return closed;
    }

    /**
     * Adds a call.
     *
     * @throws IllegalStateException if the client is closed
     * @throws TokenUnavailableException if the token provider makes the call, which would then wait for its own token
     */
    void add(Call call) {
        if (asking.contains(Thread.currentThread())) {
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

    /** Adds a part of a call that was added before. */
    void addPart(Call part) {
        calls.add(part);
        if (closed) {
            part.close(Duration.ZERO);
        }
        watch.begin();
    }

    void remove(Call call) {
        calls.remove(call);
        if (closed) {
            signal();
        }
    }

    /** Runs {@code question}, which asks a token provider on this thread. */
    <T> T asking(Supplier<T> question) {
        asking.add(Thread.currentThread());
        try {
            return question.get();
        } finally {
            asking.remove(Thread.currentThread());
        }
    }

    /** Runs {@code task} on a thread of the client, or on this thread if there is none. */
    void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (Throwable e) { // Out of threads: here is better than never.
            task.run();
        }
    }

    /**
     * Rejects new calls, ends all waits, lets exchanges continue for {@code grace} and then ends them, and returns when
     * no call is left except those that this thread is inside. An interrupt ends all of them at once.
     */
    public void close(Duration grace) {
        closed = true;
        calls.forEach(call -> call.close(grace));
        try {
            if (!awaitOthers(grace)) {
                calls.forEach(Call::check);
                awaitOthers(Call.PATIENCE);
                calls.forEach(Call::check);
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

    private boolean awaitOthers(Duration atMost) throws InterruptedException {
        Thread present = Thread.currentThread();
        Stopwatch since = new Stopwatch();
        lock.lockInterruptibly();
        try {
            while (calls.stream().anyMatch(call -> !call.isInside(present))) {
                Duration left = since.remaining(atMost);
                if (left.isNegative() || !callEnded.await(TimeUnit.NANOSECONDS.convert(left), TimeUnit.NANOSECONDS)) {
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
            callEnded.signalAll();
        } finally {
            lock.unlock();
        }
        if (calls.isEmpty()) {
            watch.end();
            letGo.run();
        }
    }

    /** A call may run a user's code when it ends, which must not hold up the watch. */
    private boolean look() {
        calls.forEach(call -> {
            if (call.isDue()) {
                execute(call::check);
            }
        });
        return !calls.isEmpty();
    }
}

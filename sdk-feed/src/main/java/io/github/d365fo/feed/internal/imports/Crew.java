package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.run.Breather;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The threads that are in a feed, under its lock. Whoever leaves needs no memory for that. */
final class Crew {
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    private final Set<Thread> workers = new HashSet<>();
    private @Nullable Thread looper;
    private int inside;
    private boolean draining;

    /** The present thread chooses what is done. */
    void beginLoop() {
        looper = Thread.currentThread();
    }

    void endLoop() {
        Breather.lock(lock);
        try {
            looper = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isLooping() {
        return looper != null;
    }

    /** Somebody uses the journal from now on. The lock is held. */
    void enter() {
        inside++;
    }

    /** Who has entered is done. */
    void exit() {
        Breather.lock(lock);
        try {
            inside--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many have entered. The lock is held. */
    int inside() {
        return inside;
    }

    /** The present thread works for the feed. */
    void beginWork() {
        lock.lock();
        try {
            workers.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** The present thread, which has entered, is done with its work. The lock is held. */
    void endWork() {
        workers.remove(Thread.currentThread());
        if (!draining) {
            // The user's code may have left an interrupt behind.
            Thread.interrupted();
        }
        inside--;
        changed.signalAll();
    }

    /** Returns whether the present thread works for the feed. The lock is held. */
    boolean isWorker() {
        return workers.contains(Thread.currentThread());
    }

    /** Returns whether nobody is in the feed. The lock is held. */
    boolean isGone() {
        return looper == null && inside == 0;
    }

    boolean isDraining() {
        return draining;
    }

    /**
     * Begins to close the feed, waits for those in it, and interrupts who still works after {@code nanos}. The lock is
     * held.
     *
     * @return whether the present thread was interrupted
     */
    boolean drain(long nanos) {
        draining = true;
        changed.signalAll();
        boolean interrupted = false;
        boolean isWorker = isWorker();
        boolean awaitsLoop = looper != null && looper != Thread.currentThread() && !isWorker;
        long left = nanos;
        while (left > 0 && (inside > (isWorker ? 1 : 0) || (awaitsLoop && looper != null))) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                interrupted = true;
                left = 0;
            }
        }
        for (Thread each : workers) {
            if (each != Thread.currentThread()) {
                each.interrupt();
            }
        }
        return interrupted;
    }
}

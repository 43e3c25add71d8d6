package io.github.d365fo.connector.internal.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** How many requests are on the wire at once. First come, first served; waiting holds no thread. */
final class Permits {
    private final Deque<CompletableFuture<Permit>> waiting = new ArrayDeque<>();
    private int free;

    Permits(int count) {
        this.free = count;
    }

    /** Returns a permit as soon as there is one. Cancelling the future leaves the line. */
    synchronized CompletableFuture<Permit> acquire() {
        if (free > 0) {
            free--;
            return CompletableFuture.completedFuture(new Permit());
        }
        CompletableFuture<Permit> place = new CompletableFuture<>();
        waiting.add(place);
        return place;
    }

    private void release() {
        CompletableFuture<Permit> next = nextInLine();
        while (next != null && !next.complete(new Permit())) {
            next = nextInLine();
        }
    }

    private synchronized @Nullable CompletableFuture<Permit> nextInLine() {
        CompletableFuture<Permit> next = waiting.poll();
        if (next == null) {
            free++;
        }
        return next;
    }

    /** The right to send. Giving it back twice is once. */
    final class Permit {
        private final AtomicBoolean returned = new AtomicBoolean();

        private Permit() {}

        void release() {
            if (!returned.getAndSet(true)) {
                Permits.this.release();
            }
        }
    }
}

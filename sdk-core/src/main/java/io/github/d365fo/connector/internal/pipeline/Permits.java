package io.github.d365fo.connector.internal.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Limits how many requests are on the wire at once. First come, first served; waiting holds no thread. */
public final class Permits {
    private final Deque<Place> line = new ArrayDeque<>();
    private int free;

    public Permits(int count) {
        this.free = count;
    }

    /** Joins the queue. The caller must leave it again, however the wait ends. */
    public synchronized Place enter() {
        Place place = new Place();
        if (free > 0) {
            free--;
            place.turn.complete(place);
        } else {
            line.add(place);
        }
        return place;
    }

    private void release() {
        Place next = next();
        while (next != null && !next.turn.complete(next)) {
            next = next();
        }
    }

    private synchronized @Nullable Place next() {
        Place next = line.poll();
        if (next == null) {
            free++;
        }
        return next;
    }

    private synchronized void forget(Place place) {
        line.remove(place);
    }

    /** A place in the queue and then, at its turn, a permit to send. */
    public final class Place implements Runnable {
        private final CompletableFuture<Place> turn = new CompletableFuture<>();
        private boolean left;

        private Place() {}

        /** Completes when there is a permit for this place. Complete the future to end the wait. */
        public CompletableFuture<Place> turn() {
            return turn;
        }

        /** Leaves the queue, or releases the permit. Repeated calls do nothing. */
        @Override
        public void run() {
            if (isFirstTime()) {
                turn.cancel(false);
                if (turn.isCompletedExceptionally()) {
                    forget(this);
                } else {
                    release();
                }
            }
        }

        private synchronized boolean isFirstTime() {
            boolean first = !left;
            left = true;
            return first;
        }
    }
}

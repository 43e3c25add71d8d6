package io.github.d365fo.testkit.internal.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A deadline in real time, since sockets know no other. Immutable and thread-safe. */
final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** Returns the remaining time, at least one millisecond, since zero means forever for a socket. */
    int leftMillis() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }
}

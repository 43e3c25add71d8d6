package io.github.d365fo.feed.internal.run;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double from one to the next, up to a cap. Half of each is drawn, so that feeds that failed together don't
 * come back together; the other half is not, so that nothing is tried again at once. Thread-safe if its chance is.
 */
public final class Growing {
    private static final int MOST_DOUBLINGS = 30;

    private final Duration first;
    private final Duration cap;
    private final RandomGenerator random;

    /** Creates waits from {@code first} to {@code cap}. */
    public Growing(Duration first, Duration cap, RandomGenerator random) {
        this.first = first;
        this.cap = cap;
        this.random = random;
    }

    /** Returns the wait before the {@code number}th time of trying again, from 1. */
    public Duration before(int number) {
        long most = Math.min(cap.toMillis(), first.toMillis() << Math.min(number - 1, MOST_DOUBLINGS));
        long half = most / 2;
        return Duration.ofMillis(most - half + (long) (random.nextDouble() * half));
    }
}

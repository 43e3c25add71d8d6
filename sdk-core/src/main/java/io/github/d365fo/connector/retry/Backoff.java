package io.github.d365fo.connector.retry;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** The wait before a retry. Implementations must be thread-safe. */
@FunctionalInterface
public interface Backoff {
    /** Returns the wait before retry number {@code retry}, counted from 1; use {@code random} for any randomness. */
    Duration delay(int retry, RandomGenerator random);

    /** Returns a backoff that always waits {@code delay}. */
    static Backoff fixed(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        return (retry, random) -> delay;
    }

    /**
     * Returns a backoff whose bound starts at {@code first} and doubles up to {@code cap}; the wait is drawn evenly
     * between zero and the bound (full jitter), so that clients that failed together do not retry together.
     *
     * @throws IllegalArgumentException if {@code first} is not positive or larger than {@code cap}
     */
    static Backoff exponential(Duration first, Duration cap) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(cap, "cap");
        if (first.isNegative() || first.isZero() || first.compareTo(cap) > 0) {
            throw new IllegalArgumentException(
                    "backoff: expected 0 < first <= cap, but got first " + first + " and cap " + cap);
        }
        return (retry, random) -> {
            long bound = Math.min(cap.toMillis(), first.toMillis() << Math.min(retry - 1, 20));
            return Duration.ofMillis((long) (random.nextDouble() * (bound + 1)));
        };
    }
}

package io.github.d365fo.connector.retry;

import java.time.Duration;
import java.util.Objects;

/**
 * How often, for how long and at which intervals failed requests are retried. Which failures are retried depends on the
 * operation and can't be changed: a request is never retried if it might take effect twice. Immutable and thread-safe.
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = builder().build();
    private static final RetryPolicy NONE = builder().maxAttempts(1).build();

    private final int maxAttempts;
    private final Duration maxElapsed;
    private final Backoff backoff;
    private final Duration maxRetryAfter;

    private RetryPolicy(Builder builder) {
        this.maxAttempts = builder.maxAttempts;
        this.maxElapsed = builder.maxElapsed;
        this.backoff = builder.backoff;
        this.maxRetryAfter = builder.maxRetryAfter;
    }

    /** Returns the default policy: 5 attempts, 10 minutes in all, 1 s doubling to 30 s with full jitter. */
    public static RetryPolicy ofDefaults() {
        return DEFAULTS;
    }

    /** Returns a policy with a single attempt. After a 401 the request is still sent once more with a new token. */
    public static RetryPolicy none() {
        return NONE;
    }

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how many times a request is sent at most, including the first. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** Returns the time after which no further attempt starts, measured from the call. */
    public Duration maxElapsed() {
        return maxElapsed;
    }

    /** Returns the wait between attempts if the service asks for none. */
    public Backoff backoff() {
        return backoff;
    }

    /** Returns the longest {@code Retry-After} that is honoured; a longer one counts as this long. */
    public Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    /** Collects the settings of a policy. Not thread-safe. */
    public static final class Builder {
        private int maxAttempts = 5;
        private Duration maxElapsed = Duration.ofMinutes(10);
        private Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30));
        private Duration maxRetryAfter = Duration.ofMinutes(5);

        private Builder() {}

        /**
         * Sets how many times a request is sent at most, including the first. Default 5.
         *
         * @throws IllegalArgumentException if {@code attempts} is less than 1
         */
        public Builder maxAttempts(int attempts) {
            if (attempts < 1) {
                throw new IllegalArgumentException("maxAttempts: expected at least 1, but got " + attempts);
            }
            this.maxAttempts = attempts;
            return this;
        }

        /**
         * Sets the time after which no further attempt starts. Default 10 minutes.
         *
         * @throws IllegalArgumentException if {@code time} is not positive
         */
        public Builder maxElapsed(Duration time) {
            this.maxElapsed = positive("maxElapsed", time);
            return this;
        }

        /** Sets the wait between attempts if the service asks for none. Default 1 s doubling to 30 s, full jitter. */
        public Builder backoff(Backoff wait) {
            this.backoff = Objects.requireNonNull(wait, "backoff");
            return this;
        }

        /**
         * Sets the longest {@code Retry-After} that is honoured. Default 5 minutes.
         *
         * @throws IllegalArgumentException if {@code time} is not positive
         */
        public Builder maxRetryAfter(Duration time) {
            this.maxRetryAfter = positive("maxRetryAfter", time);
            return this;
        }

        /** Returns the policy. */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }

        private static Duration positive(String name, Duration time) {
            Objects.requireNonNull(time, name);
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(name + ": expected more than zero, but got " + time);
            }
            return time;
        }
    }
}

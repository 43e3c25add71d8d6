package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.wire.RetryAfter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How much of the retry policy a call has used up. Not thread-safe; one call uses it one step after another. */
final class RetryPlan {
    private static final Duration WITHOUT_RETRY_AFTER = Duration.ofSeconds(30);
    private static final long LARGEST_JITTER_MILLIS = 1000;

    private final Pipeline pipeline;
    private final CallScope scope;
    private long startedAt;
    private boolean started;
    private int retries;
    private boolean refreshed;

    RetryPlan(Pipeline pipeline, CallScope scope) {
        this.pipeline = pipeline;
        this.scope = scope;
    }

    /** Starts to measure the time, unless that was done before. */
    void start() {
        if (!started) {
            startedAt = pipeline.time.nanos();
            started = true;
        }
    }

    /** Returns true the first time: a refused token is replaced once, whatever the policy. */
    boolean refreshToken() {
        boolean first = !refreshed;
        refreshed = true;
        return first;
    }

    /** Returns the wait before the next try, or empty if there must be none. */
    Optional<Duration> next(ExchangeFailure failure) {
        if (retries + 1 >= pipeline.policy.maxAttempts()) {
            return Optional.empty();
        }
        retries++;
        return Optional.of(delay(failure)).filter(this::allows);
    }

    /** Returns whether a wait of {@code delay} stays within the total time, and within that of the call. */
    boolean allows(Duration delay) {
        if (pipeline.time.isReal() && scope.left().compareTo(delay) < 0) {
            return false;
        }
        long elapsed = pipeline.time.nanos() - startedAt;
        return pipeline.policy.maxElapsed().minusNanos(elapsed).compareTo(delay) >= 0;
    }

    /** Returns how long everybody waits after a 429. The jitter keeps them from coming back at one moment. */
    Duration gateDelay(Refused throttled) {
        Duration wait = retryAfter(throttled);
        long jitter = Math.min(LARGEST_JITTER_MILLIS, wait.toMillis() / 10);
        return wait.plusMillis((long) (pipeline.random.nextDouble() * jitter));
    }

    /** Returns the service's wish to be left alone, within bounds; 30 seconds where it gives none. */
    Duration retryAfter(Refused refused) {
        Duration longest = pipeline.policy.maxRetryAfter();
        Duration wish = refused.headers()
                .firstValue("Retry-After")
                .flatMap(text -> RetryAfter.parse(text, pipeline.time.now()))
                .orElse(WITHOUT_RETRY_AFTER);
        return wish.compareTo(longest) > 0 ? longest : wish;
    }

    private Duration delay(ExchangeFailure failure) {
        if (RetryRules.isThrottled(failure)) {
            return pipeline.gate.closed().map(Gate.Closed::left).orElse(Duration.ZERO);
        }
        return RetryRules.isPostponed(failure)
                ? retryAfter((Refused) failure)
                : Objects.requireNonNull(
                        pipeline.policy.backoff().delay(retries, pipeline.random),
                        "the backoff answered with null instead of a wait");
    }
}

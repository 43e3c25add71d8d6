package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.internal.call.Call;
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
    private final Call call;
    private long startedAt;
    private boolean started;
    private int retries;
    private boolean refreshed;

    RetryPlan(Pipeline pipeline, Call call) {
        this.pipeline = pipeline;
        this.call = call;
    }

    /** Starts to measure the time, unless that was done before. */
    void start() {
        if (!started) {
            startedAt = pipeline.time.nanos();
            started = true;
        }
    }

    /** Returns true the first time: a rejected token is replaced once, whatever the policy. */
    boolean refreshToken() {
        boolean first = !refreshed;
        refreshed = true;
        return first;
    }

    /** Returns the wait before the next attempt, or empty if there must be none. */
    Optional<Duration> next(ExchangeFailure failure) {
        if (retries + 1 >= pipeline.policy.maxAttempts()) {
            return Optional.empty();
        }
        retries++;
        return Optional.of(delay(failure)).filter(this::allows);
    }

    /** Returns whether a wait of {@code delay} stays within the total time, and within the time limit of the call. */
    boolean allows(Duration delay) {
        if (pipeline.time.isReal() && call.left().compareTo(delay) < 0) {
            return false;
        }
        long elapsed = pipeline.time.nanos() - startedAt;
        return pipeline.policy.maxElapsed().minusNanos(elapsed).compareTo(delay) >= 0;
    }

    /** Returns how long all calls wait after a 429. The jitter keeps clients from returning at the same moment. */
    Duration gateDelay(Refused throttled) {
        Duration wait = retryAfter(throttled);
        long jitter = Math.min(LARGEST_JITTER_MILLIS, wait.toMillis() / 10);
        return wait.plusMillis((long) (pipeline.random.nextDouble() * jitter));
    }

    /** Returns how long the service asks the client to wait, within bounds; 30 seconds if it does not say. */
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
                        "the backoff returned null instead of a wait");
    }
}

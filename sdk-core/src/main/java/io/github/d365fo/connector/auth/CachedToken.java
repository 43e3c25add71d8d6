package io.github.d365fo.connector.auth;

import io.github.d365fo.connector.error.TokenUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The token of one resource, and the request for the next one. Thread-safe. */
final class CachedToken {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration SPREAD = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);
    private static final long PATIENCE_SECONDS = 5;

    private final TokenProvider source;
    private final Clock clock;
    private final RandomGenerator random;
    private @Nullable AccessToken current;
    private Instant renewal = Instant.MIN;
    private @Nullable CompletableFuture<AccessToken> inFlight;
    private @Nullable Closed closed;

    /** The identity provider is left alone until then, because of that. */
    private record Closed(Instant until, TokenUnavailableException reason) {}

    CachedToken(TokenProvider source, Clock clock, RandomGenerator random) {
        this.source = source;
        this.clock = clock;
        this.random = random;
    }

    CompletionStage<AccessToken> token(TokenRequest request) {
        CompletableFuture<AccessToken> mine;
        AccessToken fallback;
        synchronized (this) {
            request.rejected().ifPresent(this::drop);
            fallback = usable();
            if (fallback != null && (inFlight != null || clock.instant().isBefore(renewal))) {
                return CompletableFuture.completedFuture(fallback);
            }
            if (inFlight != null) {
                return inFlight.copy();
            }
            Closed wait = closed();
            if (wait != null) {
                return fallback != null ? CompletableFuture.completedFuture(fallback) : refused(wait);
            }
            mine = new CompletableFuture<>();
            inFlight = mine;
        }
        ask(request).whenComplete((token, failure) -> settle(mine, fallback, token, failure));
        // Real time: it bounds a wait for a socket.
        return fallback == null
                ? mine.copy()
                : mine.copy().completeOnTimeout(fallback, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void drop(AccessToken rejected) {
        if (current != null && current.value().equals(rejected.value())) {
            current = null;
        }
    }

    private @Nullable AccessToken usable() {
        return current != null && remaining(current).compareTo(LATE) > 0 ? current : null;
    }

    private @Nullable Closed closed() {
        return closed != null && clock.instant().isBefore(closed.until()) ? closed : null;
    }

    private Duration remaining(AccessToken token) {
        return Duration.between(clock.instant(), token.expiresAt());
    }

    private CompletionStage<AccessToken> ask(TokenRequest request) {
        try {
            return Objects.requireNonNull(source.token(request), "the token provider answered with null");
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void settle(
            CompletableFuture<AccessToken> waiting,
            @Nullable AccessToken fallback,
            @Nullable AccessToken token,
            @Nullable Throwable failure) {
        Throwable reason = token == null ? reason(failure) : null;
        synchronized (this) {
            inFlight = null;
            if (reason == null) {
                current = token;
                renewal = token == null ? Instant.MIN : renewal(token);
            } else {
                renewal = clock.instant().plus(PAUSE_AFTER_FAILURE);
                leaveAlone(reason);
            }
        }
        if (reason == null) {
            waiting.complete(token);
        } else if (fallback != null) {
            waiting.complete(fallback);
        } else {
            waiting.completeExceptionally(reason);
        }
    }

    private Instant renewal(AccessToken token) {
        Duration half = remaining(token).dividedBy(2);
        Duration early = EARLY.plusMillis(random.nextLong(SPREAD.toMillis()));
        return token.expiresAt().minus(half.compareTo(early) < 0 ? half : early);
    }

    private void leaveAlone(Throwable reason) {
        if (reason instanceof TokenUnavailableException refusal) {
            closed = refusal.retryAfter()
                    .map(wait -> new Closed(clock.instant().plus(wait), refusal))
                    .orElse(null);
        }
    }

    private CompletionStage<AccessToken> refused(Closed wait) {
        Duration left = Duration.between(clock.instant(), wait.until());
        TokenUnavailableException first = wait.reason();
        return CompletableFuture.failedFuture(new TokenUnavailableException(
                first.getMessage() + "; not asked again for another " + left.toSeconds() + " s",
                first.problem().retryAfter(left),
                first));
    }

    private static Throwable reason(@Nullable Throwable failure) {
        if (failure == null) {
            return new NullPointerException("the token provider answered with null");
        }
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

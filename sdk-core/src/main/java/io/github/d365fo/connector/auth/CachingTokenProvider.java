package io.github.d365fo.connector.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens until shortly before they end and asks for each only once at a time.
 *
 * <ul>
 *   <li>Callers that want the same resource at the same moment share one request.
 *   <li>From 5 minutes before its end a token is renewed, while everybody but the caller who asks is served the old one;
 *       if renewing fails, that caller too gets the old one, and the next try is 30 seconds later.
 *   <li>From 30 seconds before its end a token is not served any more.
 *   <li>A token that the service refused is dropped, once, however many callers report it.
 * </ul>
 *
 * <p>Thread-safe; one instance may serve many clients and environments.
 */
public final class CachingTokenProvider implements TokenProvider {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration LATE = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private final TokenProvider source;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private CachingTokenProvider(TokenProvider source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Returns a cache in front of {@code source} that measures the age of tokens by {@code clock}. */
    public static CachingTokenProvider of(TokenProvider source, Clock clock) {
        return new CachingTokenProvider(source, clock);
    }

    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        return entries.computeIfAbsent(request.resource(), resource -> new Entry())
                .token(request);
    }

    /** The token of one resource. */
    private final class Entry {
        private @Nullable AccessToken current;
        private @Nullable CompletableFuture<AccessToken> inFlight;
        private Instant notBefore = Instant.MIN;

        CompletionStage<AccessToken> token(TokenRequest request) {
            CompletableFuture<AccessToken> mine;
            AccessToken fallback;
            synchronized (this) {
                request.rejected().ifPresent(this::drop);
                fallback = usable();
                if (fallback != null && !wantsRenewal(fallback)) {
                    return CompletableFuture.completedFuture(fallback);
                }
                if (inFlight != null) {
                    return fallback != null ? CompletableFuture.completedFuture(fallback) : inFlight.copy();
                }
                mine = new CompletableFuture<>();
                inFlight = mine;
            }
            ask(request).whenComplete((token, failure) -> settle(mine, fallback, token, failure));
            return mine.copy();
        }

        private void drop(AccessToken rejected) {
            if (current != null && current.value().equals(rejected.value())) {
                current = null;
            }
        }

        private @Nullable AccessToken usable() {
            return current != null && remaining(current).compareTo(LATE) > 0 ? current : null;
        }

        private boolean wantsRenewal(AccessToken token) {
            return remaining(token).compareTo(EARLY) <= 0 && !clock.instant().isBefore(notBefore);
        }

        private Duration remaining(AccessToken token) {
            return token.expiresAt().equals(Instant.MAX)
                    ? Duration.ofDays(1)
                    : Duration.between(clock.instant(), token.expiresAt());
        }

        private CompletionStage<AccessToken> ask(TokenRequest request) {
            try {
                return source.token(request);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void settle(
                CompletableFuture<AccessToken> waiting,
                @Nullable AccessToken fallback,
                @Nullable AccessToken token,
                @Nullable Throwable failure) {
            synchronized (this) {
                inFlight = null;
                if (token != null) {
                    current = token;
                } else {
                    notBefore = clock.instant().plus(PAUSE_AFTER_FAILURE);
                }
            }
            if (token != null) {
                waiting.complete(token);
            } else if (fallback != null) {
                waiting.complete(fallback);
            } else {
                waiting.completeExceptionally(reason(failure));
            }
        }

        private Throwable reason(@Nullable Throwable failure) {
            if (failure == null) {
                return new NullPointerException("the token provider answered with null");
            }
            return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        }
    }
}

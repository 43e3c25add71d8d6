package io.github.d365fo.connector.auth;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A source of access tokens.
 *
 * <p>A client wraps the provider in a {@link CachingTokenProvider}, so an implementation needs no cache.
 * Implementations must be thread-safe and must bound their own waits.
 */
@FunctionalInterface
public interface TokenProvider {
    /**
     * Returns a token for the resource of {@code request}, or a stage that fails, preferably with a
     * {@link io.github.d365fo.connector.error.TokenUnavailableException}.
     */
    CompletionStage<AccessToken> token(TokenRequest request);

    /**
     * Returns a provider that always returns {@code token}, for tests and experiments. The token can't be refreshed:
     * once it has expired, calls fail with 401.
     */
    static TokenProvider ofStatic(String token) {
        Objects.requireNonNull(token, "token");
        CompletableFuture<AccessToken> answer = CompletableFuture.completedFuture(AccessToken.of(token, Instant.MAX));
        return request -> answer.copy();
    }

    /**
     * Returns a provider that runs {@code source} on a new daemon thread for each request, so that a caller who gives
     * up does not fail others that wait for the same token. An exception of {@code source} fails the call.
     * {@code source} is never interrupted and must bound its own waits.
     */
    static TokenProvider blocking(Callable<AccessToken> source) {
        Objects.requireNonNull(source, "source");
        return request -> {
            CompletableFuture<AccessToken> answer = new CompletableFuture<>();
            DaemonThread.start("d365fo-token", () -> {
                try {
                    answer.complete(source.call());
                } catch (Throwable e) { // An Error must end the wait, too, not only the thread.
                    answer.completeExceptionally(e);
                }
            });
            return answer;
        };
    }
}

package io.github.d365fo.connector.auth;

import io.github.d365fo.connector.internal.time.Chance;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Keeps tokens until shortly before they end and asks for each only once at a time.
 *
 * <ul>
 *   <li>Callers that want the same resource at the same moment share one request. One of them that gives up leaves the
 *       request to the others.
 *   <li>From 5 minutes before its end, and up to a minute earlier by chance so that many programs do not ask at once, a
 *       token is renewed; one that lives shorter than that, from the middle of its life. The caller who asks waits up to
 *       5 seconds for the new one, and everybody else is served the old one; if renewing fails, that caller too gets the
 *       old one, and the next try is 30 seconds later.
 *   <li>From 30 seconds before its end a token is not served any more.
 *   <li>A token that the service refused is dropped, once, however many callers report it.
 *   <li>While the identity provider wants to be left alone
 *       ({@link io.github.d365fo.connector.error.TokenUnavailableException#retryAfter()}), it is not asked; who has no
 *       token to be served fails at once.
 * </ul>
 *
 * <p>Thread-safe; one instance may serve many clients and environments.
 */
public final class CachingTokenProvider implements TokenProvider {
    private final TokenProvider source;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, CachedToken> tokens = new ConcurrentHashMap<>();

    CachingTokenProvider(TokenProvider source, Clock clock, RandomGenerator random) {
        this.source = source;
        this.clock = clock;
        this.random = random;
    }

    /** Returns a cache in front of {@code source} that measures the age of tokens by {@code clock}. */
    public static CachingTokenProvider of(TokenProvider source, Clock clock) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(clock, "clock");
        return new CachingTokenProvider(source, clock, Chance.shared());
    }

    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        Objects.requireNonNull(request, "request");
        return tokens.computeIfAbsent(request.resource(), resource -> new CachedToken(source, clock, random))
                .token(request);
    }

    /** Forgets every token. Requests that are under way go on. */
    public void clear() {
        tokens.clear();
    }
}

package io.github.d365fo.connector.auth;

import io.github.d365fo.connector.internal.time.Randomness;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Caches tokens until shortly before they expire and requests each only once at a time.
 *
 * <ul>
 *   <li>Callers that ask for the same resource at the same time share one request. A caller that gives up does not
 *       cancel it for the others.
 *   <li>A token is renewed from 5 minutes before its expiry, and up to a random minute earlier so that many programs do
 *       not ask at once; a token with a shorter life, from the middle of its life. The caller that starts the renewal
 *       waits up to 5 seconds for the new token, and everybody else gets the old one; if the renewal fails, that caller
 *       gets the old one, too, and the next attempt comes 30 seconds later.
 *   <li>From 30 seconds before its expiry, a token is no longer returned.
 *   <li>A token that the service rejected is dropped, once, however many callers report it.
 *   <li>A request that is not answered within two minutes, or within the patience that was set, is given up: its
 *       callers fail, and the next caller starts a new request. A token that comes later is kept.
 *   <li>Whatever goes wrong in the source (it throws, even an {@code Error}, returns null, or its stage fails) fails
 *       the callers that wait for it and is forgotten: the next caller starts a new request.
 *   <li>While the identity provider asks callers to wait
 *       ({@link io.github.d365fo.connector.error.TokenUnavailableException#retryAfter()}), it gets no request; callers
 *       without a cached token fail at once.
 * </ul>
 *
 * <p>A source that completes its stage on a thread whose stack is used up counts as not answering.
 *
 * <p>Thread-safe; one instance may serve many clients and environments.
 */
public final class CachingTokenProvider implements TokenProvider {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TokenProvider source;
    private final Clock clock;
    private final RandomGenerator random;
    private final Duration patience;
    private final Map<String, CachedToken> tokens = new ConcurrentHashMap<>();

    CachingTokenProvider(TokenProvider source, Clock clock, RandomGenerator random) {
        this(source, clock, random, PATIENCE);
    }

    private CachingTokenProvider(TokenProvider source, Clock clock, RandomGenerator random, Duration patience) {
        this.source = source;
        this.clock = clock;
        this.random = random;
        this.patience = patience;
    }

    /** Returns a cache in front of {@code source} that measures the age of tokens by {@code clock}. */
    public static CachingTokenProvider of(TokenProvider source, Clock clock) {
        return of(source, clock, PATIENCE);
    }

    /**
     * Returns a cache in front of {@code source} that measures the age of tokens by {@code clock} and gives up a
     * request that is not answered within {@code patience}, in real time.
     *
     * @throws IllegalArgumentException if {@code patience} is not positive
     */
    public static CachingTokenProvider of(TokenProvider source, Clock clock, Duration patience) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(patience, "patience");
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience: expected more than zero, but got " + patience);
        }
        return new CachingTokenProvider(source, clock, Randomness.shared(), patience);
    }

    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        Objects.requireNonNull(request, "request");
        return tokens.computeIfAbsent(request.resource(), resource -> new CachedToken(source, clock, random, patience))
                .token(request);
    }

    /** Drops all tokens. Requests in progress continue. */
    public void clear() {
        tokens.clear();
    }
}

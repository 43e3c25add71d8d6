package io.github.d365fo.connector.auth;

import io.github.d365fo.connector.internal.time.Chance;
import java.time.Clock;
import java.time.Duration;
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
 *   <li>A request that is not answered for two minutes, or whatever patience was set, is given up: who waits for it
 *       fails, and the next caller asks anew. A token that comes later is kept.
 *   <li>Whatever the source throws or answers, an {@code Error}, null, a stage that fails or throws, fails those who
 *       wait for it and is forgotten: the next caller asks anew.
 *   <li>While the identity provider wants to be left alone
 *       ({@link io.github.d365fo.connector.error.TokenUnavailableException#retryAfter()}), it is not asked; who has no
 *       token to be served fails at once.
 * </ul>
 *
 * <p>A source that completes its stage in a thread whose stack is used up is one that does not answer.
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
     * Returns a cache in front of {@code source} that measures the age of tokens by {@code clock} and gives a request up
     * that is not answered for {@code patience}, in real time.
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
        return new CachingTokenProvider(source, clock, Chance.shared(), patience);
    }

    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        Objects.requireNonNull(request, "request");
        return tokens.computeIfAbsent(request.resource(), resource -> new CachedToken(source, clock, random, patience))
                .token(request);
    }

    /** Forgets every token. Requests that are under way go on. */
    public void clear() {
        tokens.clear();
    }
}

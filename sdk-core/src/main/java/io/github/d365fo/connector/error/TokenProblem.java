package io.github.d365fo.connector.error;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a {@link TokenUnavailableException}, for authors of token providers. Immutable and thread-safe.
 */
@SuppressWarnings("exports") // JSpecify's annotations are for tools; nobody needs their module to compile against this.
public final class TokenProblem implements Serializable {
    private static final long serialVersionUID = 1;

    private final TokenUnavailableException.Reason reason;
    private final @Nullable String oauthError;
    private final @Nullable String providerCode;
    private final @Nullable String traceId;
    private final @Nullable String correlationId;
    private final @Nullable Duration retryAfter;

    private TokenProblem(
            TokenUnavailableException.Reason reason,
            @Nullable String oauthError,
            @Nullable String providerCode,
            @Nullable String traceId,
            @Nullable String correlationId,
            @Nullable Duration retryAfter) {
        this.reason = reason;
        this.oauthError = oauthError;
        this.providerCode = providerCode;
        this.traceId = traceId;
        this.correlationId = correlationId;
        this.retryAfter = retryAfter;
    }

    /** Returns a problem with this reason and no other facts. */
    public static TokenProblem of(TokenUnavailableException.Reason reason) {
        return new TokenProblem(Objects.requireNonNull(reason, "reason"), null, null, null, null, null);
    }

    /** Returns a copy with an OAuth error, such as {@code invalid_client}. */
    public TokenProblem oauthError(@Nullable String error) {
        return new TokenProblem(reason, error, providerCode, traceId, correlationId, retryAfter);
    }

    /** Returns a copy with the identity provider's own code, such as {@code AADSTS7000215}. */
    public TokenProblem providerCode(@Nullable String code) {
        return new TokenProblem(reason, oauthError, code, traceId, correlationId, retryAfter);
    }

    /** Returns a copy with the identity provider's ids of the request and of the conversation. */
    public TokenProblem ids(@Nullable String trace, @Nullable String correlation) {
        return new TokenProblem(reason, oauthError, providerCode, trace, correlation, retryAfter);
    }

    /** Returns a copy with the time that the identity provider asked clients to wait. */
    public TokenProblem retryAfter(@Nullable Duration wait) {
        return new TokenProblem(reason, oauthError, providerCode, traceId, correlationId, wait);
    }

    /** Returns a copy with {@code clean} applied to its texts. */
    TokenProblem with(UnaryOperator<String> clean) {
        return new TokenProblem(
                reason,
                oauthError().map(clean).orElse(null),
                providerCode().map(clean).orElse(null),
                traceId().map(clean).orElse(null),
                correlationId().map(clean).orElse(null),
                retryAfter);
    }

    /** Returns the texts, one per line. */
    String texts() {
        return Stream.of(oauthError, providerCode, traceId, correlationId)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.joining("\n"));
    }

    /** Returns why there is no token. */
    public TokenUnavailableException.Reason reason() {
        return reason;
    }

    /** Returns the OAuth error, or empty if there is none. */
    public Optional<String> oauthError() {
        return Optional.ofNullable(oauthError);
    }

    /** Returns the identity provider's own code, or empty if there is none. */
    public Optional<String> providerCode() {
        return Optional.ofNullable(providerCode);
    }

    /** Returns the identity provider's id of the request, or empty if there is none. */
    public Optional<String> traceId() {
        return Optional.ofNullable(traceId);
    }

    /** Returns the identity provider's id of the conversation, or empty if there is none. */
    public Optional<String> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /** Returns how long the identity provider asked clients to wait, or empty if it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

package io.github.d365fo.connector.error;

import io.github.d365fo.connector.Operation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * No access token could be had, so nothing more was sent to Finance and Operations. If an earlier try of the same call
 * may have arrived, {@link #outcome()} says so, and {@link #attempts()} has the tries.
 *
 * <p>{@link #reason()} tells whose turn it is: the operator's, who must put a setting right, or time's, because the
 * identity provider is down or busy. The ids are what Microsoft's support asks for.
 */
@SuppressWarnings("exports") // JSpecify's annotations are for tools; nobody needs their module to compile against this.
public class TokenUnavailableException extends ConnectorException {
    private static final long serialVersionUID = 1;

    private final TokenProblem problem;

    /** Why there is no token. */
    public enum Reason {
        /**
         * The way of signing in does not exist where the program runs: no variables, no managed identity endpoint. It
         * is not an error of the way, and another one may work.
         */
        ABSENT,
        /** Something that was set is wrong, missing or has ended. The same request will fail until it is put right. */
        MISCONFIGURED,
        /** The identity provider can't be reached, or does not answer as one. The same request may work later. */
        UNREACHABLE,
        /** The identity provider wants to be left alone; see {@link TokenUnavailableException#retryAfter()}. */
        THROTTLED,
        /** The token provider did not say. */
        UNKNOWN
    }

    /** Creates an exception that says {@code message}, for {@link Reason#UNKNOWN}. */
    public TokenUnavailableException(String message, @Nullable Throwable cause) {
        this(message, TokenProblem.of(Reason.UNKNOWN), cause);
    }

    /** Creates an exception that says {@code message} about {@code problem}. */
    public TokenUnavailableException(String message, TokenProblem problem, @Nullable Throwable cause) {
        this(
                problem,
                message,
                Failure.of(Operation.ACCESS_TOKEN, Outcome.NOT_SENT).cause(cause));
    }

    private TokenUnavailableException(TokenProblem problem, String message, Failure facts) {
        super(message, facts);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    /** Returns an exception that says {@code message} about {@code problem}, which ended a call with these facts. */
    public static TokenUnavailableException of(String message, TokenProblem problem, Failure facts) {
        return new TokenUnavailableException(problem, message, Objects.requireNonNull(facts, "facts"));
    }

    @Override
    String details() {
        return problem.texts();
    }

    /** Returns the facts, for those who pass them on in an exception of their own. */
    public TokenProblem problem() {
        return problem;
    }

    /** Returns why there is no token. */
    public Reason reason() {
        return problem.reason();
    }

    /** Returns the OAuth error, such as {@code invalid_client}, or empty if the identity provider named none. */
    public Optional<String> oauthError() {
        return problem.oauthError();
    }

    /**
     * Returns the identity provider's own code, such as {@code AADSTS7000215}, or empty if it named none. Microsoft asks
     * programs not to decide by it, as the codes may change.
     */
    public Optional<String> providerCode() {
        return problem.providerCode();
    }

    /** Returns the identity provider's id of the request, or empty if it named none. */
    public Optional<String> traceId() {
        return problem.traceId();
    }

    /** Returns the identity provider's id of the conversation, or empty if it named none. */
    public Optional<String> correlationId() {
        return problem.correlationId();
    }

    /** Returns how long the identity provider wants to be left alone, or empty if it did not say. */
    public Optional<Duration> retryAfter() {
        return problem.retryAfter();
    }

    @Override
    TokenUnavailableException with(String message, Failure facts, UnaryOperator<String> clean) {
        return TokenUnavailableException.of(message, problem.with(clean), facts);
    }
}

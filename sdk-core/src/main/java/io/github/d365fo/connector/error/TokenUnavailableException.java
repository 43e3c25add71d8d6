package io.github.d365fo.connector.error;

import io.github.d365fo.connector.Operation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * There is no access token, so nothing more was sent to Finance and Operations. If an earlier attempt of the same call
 * may have arrived, {@link #outcome()} says so, and {@link #attempts()} lists the attempts.
 *
 * <p>{@link #reason()} tells whether the operator must correct a setting, or whether a later call may succeed because
 * the identity provider is down or busy. Microsoft's support asks for the ids.
 */
@SuppressWarnings("exports") // JSpecify's annotations are for tools; nobody needs their module to compile against this.
public class TokenUnavailableException extends ConnectorException {
    private static final long serialVersionUID = 1;

    private final TokenProblem problem;

    /** Why there is no token. */
    public enum Reason {
        /**
         * This way of signing in is not available where the program runs: no variables, no managed identity endpoint.
         * Another way may work.
         */
        ABSENT,
        /**
         * A setting is wrong or missing, or a credential has expired. The same request fails until that is corrected.
         */
        MISCONFIGURED,
        /** The identity provider can't be reached, or its response makes no sense. The same request may work later. */
        UNREACHABLE,
        /** The identity provider asks clients to wait; see {@link TokenUnavailableException#retryAfter()}. */
        THROTTLED,
        /** The token provider did not say. */
        UNKNOWN
    }

    /** Creates an exception with this message and {@link Reason#UNKNOWN}. */
    public TokenUnavailableException(String message, @Nullable Throwable cause) {
        this(message, TokenProblem.of(Reason.UNKNOWN), cause);
    }

    /** Creates an exception with this message about {@code problem}. */
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

    /** Returns an exception with this message about {@code problem}, for a call with these facts. */
    public static TokenUnavailableException of(String message, TokenProblem problem, Failure facts) {
        return new TokenUnavailableException(problem, message, Objects.requireNonNull(facts, "facts"));
    }

    @Override
    String details() {
        return problem.texts();
    }

    /** Returns the facts, to pass them on in another exception. */
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
     * Returns the identity provider's own code, such as {@code AADSTS7000215}, or empty if it named none. Microsoft
     * asks programs not to depend on it, since codes may change.
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

    /** Returns how long the identity provider asked clients to wait, or empty if it did not say. */
    public Optional<Duration> retryAfter() {
        return problem.retryAfter();
    }

    @Override
    TokenUnavailableException with(String message, Failure facts, UnaryOperator<String> clean) {
        return TokenUnavailableException.of(message, problem.with(clean), facts);
    }
}

package io.github.d365fo.connector.error;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The root of everything this SDK throws for a call that failed. Its message says what happened, to which operation,
 * what the server said and what to do about it; it never holds a token, a pop receipt or a signed address.
 */
public class ConnectorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What failed, for the copies that the engine makes. */
    private final transient Failure failure;

    private final Operation operation;
    private final Outcome outcome;

    /** Creates an exception that says {@code message}, on one line, about {@code failure}. */
    public ConnectorException(String message, Failure failure) {
        super(
                Redaction.line(Objects.requireNonNull(message, "message")),
                Objects.requireNonNull(failure, "failure")
                        .cause()
                        .map(Redaction::clean)
                        .orElse(null));
        this.failure = failure;
        this.operation = failure.operation();
        this.outcome = failure.outcome();
    }

    /** Returns what {@code failure} says by other methods than its message. */
    static String details(Throwable failure) {
        return failure instanceof ConnectorException known ? known.attempts() + "\n" + known.details() : "";
    }

    /** Returns what it says beside its message and its tries. */
    String details() {
        return "";
    }

    /** Returns the same exception with another message and other facts; {@code clean} takes secrets out of the rest. */
    ConnectorException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ConnectorException(message, facts);
    }

    /** Returns what the call asked for. */
    public Operation operation() {
        return operation;
    }

    /** Returns what the failed call did to the service. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns the failed tries of the call in order, the last one included; empty after deserialization. */
    public List<Attempt> attempts() {
        return failure == null ? List.of() : failure.attempts();
    }
}

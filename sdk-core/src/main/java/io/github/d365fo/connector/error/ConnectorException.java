package io.github.d365fo.connector.error;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The superclass of all exceptions of failed calls. The message says what happened, in which operation, what the server
 * said and what to do; it never contains a token, a pop receipt or a signed address.
 */
public class ConnectorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The facts, for the copies that the SDK makes. */
    private final transient Failure failure;

    private final Operation operation;
    private final Outcome outcome;

    /** Creates an exception with this message, put on one line, and these facts. */
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

    /** Returns the texts of {@code failure} other than its message. */
    static String details(Throwable failure) {
        return failure instanceof ConnectorException known ? known.attempts() + "\n" + known.details() : "";
    }

    /** Returns its texts other than the message and the attempts. */
    String details() {
        return "";
    }

    /** Returns the same exception with another message and other facts; {@code clean} removes secrets from the rest. */
    ConnectorException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ConnectorException(message, facts);
    }

    /** Returns the operation that failed. */
    public Operation operation() {
        return operation;
    }

    /** Returns what the failed call did to the service. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns the failed attempts of the call in order, including the last; empty after deserialization. */
    public List<Attempt> attempts() {
        return failure == null ? List.of() : failure.attempts();
    }
}

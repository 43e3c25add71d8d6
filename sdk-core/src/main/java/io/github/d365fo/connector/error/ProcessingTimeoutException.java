package io.github.d365fo.connector.error;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** A message had not reached its end when the time given for it was over. It may still be processed. */
public class ProcessingTimeoutException extends ConnectorException {
    private static final long serialVersionUID = 1;

    private final String lastState;

    /** Creates an exception that says {@code message} about {@code failure}; {@code lastState} as the service spelt it. */
    public ProcessingTimeoutException(String message, Failure failure, String lastState) {
        super(message, failure);
        this.lastState = Objects.requireNonNull(lastState, "lastState");
    }

    @Override
    String details() {
        return lastState;
    }

    /** Returns the last state the service reported, in its own spelling. */
    public String lastState() {
        return lastState;
    }

    @Override
    ProcessingTimeoutException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ProcessingTimeoutException(message, facts, clean.apply(lastState));
    }
}

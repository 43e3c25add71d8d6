package io.github.d365fo.connector.error;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** A message or an execution did not end within the given time. It may still do so. */
public class ProcessingTimeoutException extends ConnectorException {
    private static final long serialVersionUID = 1;

    private final String lastState;

    /** Creates an exception with this message and these facts; {@code lastState} in the service's spelling. */
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

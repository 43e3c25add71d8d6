package io.github.d365fo.connector.error;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** An execution ended and did not succeed completely. */
public class ExecutionFailedException extends ConnectorException {
    private static final long serialVersionUID = 1;

    private final String lastState;

    /** Creates an exception with this message and these facts; {@code lastState} in the service's spelling. */
    public ExecutionFailedException(String message, Failure failure, String lastState) {
        super(message, failure);
        this.lastState = Objects.requireNonNull(lastState, "lastState");
    }

    @Override
    String details() {
        return lastState;
    }

    /** Returns the state the execution ended in, in the service's own spelling. */
    public String lastState() {
        return lastState;
    }

    @Override
    ExecutionFailedException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ExecutionFailedException(message, facts, clean.apply(lastState));
    }
}

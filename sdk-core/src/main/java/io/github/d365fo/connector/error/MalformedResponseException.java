package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/** The service answered with success, but with something that is not the answer: a login page, broken JSON, or a missing field. */
public class MalformedResponseException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception that says {@code message} about {@code failure}. */
    public MalformedResponseException(String message, Failure failure) {
        super(message, failure);
    }

    @Override
    MalformedResponseException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new MalformedResponseException(message, facts);
    }
}

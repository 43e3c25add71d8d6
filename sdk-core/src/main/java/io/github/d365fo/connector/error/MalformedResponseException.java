package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/** The service reported success, but its response can't be used: a login page, broken JSON, or a missing field. */
public class MalformedResponseException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with this message and these facts. */
    public MalformedResponseException(String message, Failure failure) {
        super(message, failure);
    }

    @Override
    MalformedResponseException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new MalformedResponseException(message, facts);
    }
}

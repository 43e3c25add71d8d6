package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/**
 * A file is not what it should be: its length or checksum differs, it is no whole package but, as the message says, a web
 * page, an error, gzip or something else, it changed while it was sent, or its target exists and is another file, is being
 * written by somebody else, or can't be written. The target is as it was before.
 */
public class IntegrityException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception that says {@code message} about {@code failure}. */
    public IntegrityException(String message, Failure failure) {
        super(message, failure);
    }

    @Override
    IntegrityException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new IntegrityException(message, facts);
    }
}

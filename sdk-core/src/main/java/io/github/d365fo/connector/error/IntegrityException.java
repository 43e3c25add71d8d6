package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/**
 * A file is not what it should be: its length or checksum differs, it is not a complete package (the message says what
 * it is: a web page, an error, gzip or something else), it changed while it was sent, or the target is another file, is
 * being written by somebody else, or can't be written. The target is unchanged.
 */
public class IntegrityException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with this message and these facts. */
    public IntegrityException(String message, Failure failure) {
        super(message, failure);
    }

    @Override
    IntegrityException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new IntegrityException(message, facts);
    }
}

package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/**
 * The message has no file to download, because the export produced none or the service failed to store it. Acknowledge
 * it anyway, or it comes back every 30 minutes.
 */
public class NoFileException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with this message and these facts. */
    public NoFileException(String message, Failure failure) {
        super(message, failure);
    }

    @Override
    NoFileException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new NoFileException(message, facts);
    }
}

package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/** The message has no file to download, because the export produced none or the service failed to store it. It must be acknowledged all the same, or it comes back every 30 minutes. */
public class NoFileException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception that says {@code message} about {@code failure}. */
    public NoFileException(String message, Failure failure) {
        super(message, failure);
    }

    @Override
    NoFileException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new NoFileException(message, facts);
    }
}

package io.github.d365fo.connector.error;

/** No usable answer came: the connection, its encryption, a timeout or the caller's cancellation ended the exchange. {@link #outcome()} tells whether the request may have taken effect. */
public class TransportException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception that says {@code message} about {@code failure}. */
    public TransportException(String message, Failure failure) {
        super(message, failure);
    }
}

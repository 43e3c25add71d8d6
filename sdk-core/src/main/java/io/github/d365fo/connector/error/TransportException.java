package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/**
 * No usable response came: the connection, TLS, a timeout or the caller's cancellation ended the exchange.
 * {@link #outcome()} tells whether the request may have taken effect.
 *
 * <p>With {@link Outcome#UNKNOWN} the message says how to find out. For an import or export of data management, ask for
 * the status of its execution id, which the client chose, as {@code ImportOperation} and {@code ExportOperation} do.
 * For <em>enqueue</em> the API offers no way, since the message id was in the lost response: look for the external id
 * under <em>Manage messages</em> of the recurring data job before sending the file again.
 */
public class TransportException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with this message and these facts. */
    public TransportException(String message, Failure failure) {
        super(message, failure);
    }

    @Override
    TransportException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new TransportException(message, facts);
    }
}

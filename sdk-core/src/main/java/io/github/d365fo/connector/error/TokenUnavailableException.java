package io.github.d365fo.connector.error;

import io.github.d365fo.connector.Operation;
import org.jspecify.annotations.Nullable;

/** No access token could be had, so nothing was sent to Finance and Operations. */
@SuppressWarnings("exports") // JSpecify's annotations are for tools; nobody needs their module to compile against this.
public class TokenUnavailableException extends ConnectorException {
    private static final long serialVersionUID = 1;

    /** Creates an exception that says {@code message}. */
    public TokenUnavailableException(String message, @Nullable Throwable cause) {
        super(message, Failure.of(Operation.ACCESS_TOKEN, Outcome.NOT_SENT).cause(cause));
    }
}

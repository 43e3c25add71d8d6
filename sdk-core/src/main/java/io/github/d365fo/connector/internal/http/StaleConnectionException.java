package io.github.d365fo.connector.internal.http;

import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * A connection was idle for so long that a device on the way may have dropped it; it accepted nothing of the request.
 */
final class StaleConnectionException extends SSLException {
    private static final long serialVersionUID = 1;

    private final long idleSince;

    StaleConnectionException(long idleSince, Duration idle) {
        super("the connection was idle for " + idle.toSeconds() + " s and may be dead");
        this.idleSince = idleSince;
    }

    /** Returns when it last carried anything. */
    long idleSince() {
        return idleSince;
    }
}

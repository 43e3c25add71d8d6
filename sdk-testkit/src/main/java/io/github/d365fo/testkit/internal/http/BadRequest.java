package io.github.d365fo.testkit.internal.http;

import java.io.IOException;

/** Says that what came is no request that can be answered, and with which status that is said before the connection ends. */
final class BadRequest extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** {@code reason} is shown to the client, so nothing that it sent may stand in it. */
    BadRequest(int status, String reason) {
        super(reason);
        this.status = status;
    }

    int status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

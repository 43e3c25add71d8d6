package io.github.d365fo.testkit.internal.http;

import java.io.IOException;

/** A request that can't be read; it is answered with a status before the connection is closed. */
final class BadRequest extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** {@code reason} is shown to the client, so it must not contain anything that the client sent. */
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

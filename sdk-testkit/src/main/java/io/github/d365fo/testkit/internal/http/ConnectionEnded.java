package io.github.d365fo.testkit.internal.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Ends an exchange on purpose. */
public final class ConnectionEnded extends IOException {
    private static final long serialVersionUID = 1;

    public ConnectionEnded(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}

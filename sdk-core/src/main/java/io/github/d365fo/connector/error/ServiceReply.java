package io.github.d365fo.connector.error;

import io.github.d365fo.connector.internal.wire.Redaction;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The error response of the service. Immutable and thread-safe. */
@SuppressWarnings("exports") // JSpecify's annotations are for tools; nobody needs their module to compile against this.
public final class ServiceReply {
    private final int statusCode;
    private final @Nullable String errorCode;
    private final @Nullable String requestId;
    private final String bodyExcerpt;

    /** Describes a reply; {@code bodyExcerpt} must already be free of secrets. */
    public ServiceReply(int statusCode, @Nullable String errorCode, @Nullable String requestId, String bodyExcerpt) {
        this.statusCode = statusCode;
        this.errorCode = errorCode == null ? null : Redaction.onOneLine(errorCode);
        this.requestId = requestId == null ? null : Redaction.onOneLine(requestId);
        this.bodyExcerpt = Redaction.onOneLine(Objects.requireNonNull(bodyExcerpt, "bodyExcerpt"));
    }

    /** Returns the HTTP status. */
    public int statusCode() {
        return statusCode;
    }

    /** Returns the service's own code for the error, or empty if it gave none. */
    public Optional<String> errorCode() {
        return Optional.ofNullable(errorCode);
    }

    /** Returns the service's id of the request, for Microsoft's support, or empty if it gave none. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * Returns the beginning of the body, at most 2 KiB, with secrets removed and on one line; blank if it is not text.
     */
    public String bodyExcerpt() {
        return bodyExcerpt;
    }
}

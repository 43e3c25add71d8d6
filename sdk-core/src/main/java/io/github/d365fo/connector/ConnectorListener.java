package io.github.d365fo.connector;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Observes what a client does, for metrics and logs. No event contains a token, a pop receipt, an address or a body.
 *
 * <p>Called on the threads that do the work, so return quickly. Implementations must be thread-safe. An exception of a
 * listener is logged once per event and never fails a call.
 */
public interface ConnectorListener {
    /** A request is about to be sent. */
    default void onRequest(Request event) {}

    /** A request got a response, or failed without one. */
    default void onResponse(Response event) {}

    /** A request failed and will be sent again. */
    default void onRetry(Retry event) {}

    /** The service answered 429; the whole client sends nothing for a while. */
    default void onThrottle(Throttle event) {}

    /** A call starts to wait. */
    default void onWait(Wait event) {}

    /** The body of an upload or a download is complete. */
    default void onTransfer(Transfer event) {}

    /**
     * A request that is about to be sent.
     *
     * @param operation what it asks for
     * @param attempt the number of the attempt, from 1
     */
    record Request(Operation operation, int attempt) {
        /** Rejects null. */
        public Request {
            Objects.requireNonNull(operation, "operation");
        }
    }

    /**
     * The end of an exchange, up to the headers of the response.
     *
     * @param operation what the request asked for
     * @param attempt the number of the attempt, from 1
     * @param statusCode the HTTP status, or empty without a response
     * @param requestId the service's id of the request, if it gave one
     * @param failure why there is no response, or empty if there is one
     * @param elapsed the time since the request
     */
    record Response(
            Operation operation,
            int attempt,
            OptionalInt statusCode,
            Optional<String> requestId,
            Optional<String> failure,
            Duration elapsed) {
        /** Rejects null. */
        public Response {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(statusCode, "statusCode");
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(elapsed, "elapsed");
        }
    }

    /**
     * A request that will be sent again.
     *
     * @param operation what it asks for
     * @param attempt the number of the failed attempt
     * @param delay the wait before the next attempt
     * @param cause why it failed
     */
    record Retry(Operation operation, int attempt, Duration delay, String cause) {
        /** Rejects null. */
        public Retry {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(delay, "delay");
            Objects.requireNonNull(cause, "cause");
        }
    }

    /**
     * A pause that the service asked for.
     *
     * @param operation what the throttled request asked for
     * @param delay how long the client sends nothing
     */
    record Throttle(Operation operation, Duration delay) {
        /** Rejects null. */
        public Throttle {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(delay, "delay");
        }
    }

    /**
     * A wait that starts.
     *
     * @param operation what the call asks for
     * @param reason what the call waits for
     * @param duration how long, or empty if that depends on others
     */
    record Wait(Operation operation, WaitReason reason, Optional<Duration> duration) {
        /** Rejects null. */
        public Wait {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(duration, "duration");
        }
    }

    /**
     * A body that is complete.
     *
     * @param operation {@link Operation#ENQUEUE}, {@link Operation#DOWNLOAD}, {@link Operation#BLOB_UPLOAD} or
     *     {@link Operation#BLOB_DOWNLOAD}
     * @param bytes how many bytes were transferred
     * @param total how many were announced, if known
     * @param elapsed the time it took
     */
    record Transfer(Operation operation, long bytes, OptionalLong total, Duration elapsed) {
        /** Rejects null. */
        public Transfer {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(total, "total");
            Objects.requireNonNull(elapsed, "elapsed");
        }
    }

    /** What a call waits for. */
    enum WaitReason {
        /** A free request slot. */
        ADMISSION,
        /** The end of a pause that the service asked for. */
        THROTTLE,
        /** The pause between two attempts. */
        BACKOFF,
        /** The pause between two polls. */
        POLL,
        /** The end of another import of the same data project, or of another call on the same export. */
        DATA_PROJECT
    }
}

package io.github.d365fo.connector;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Sees what a client does, for metrics and logs. No event holds a token, a pop receipt, an address or a body.
 *
 * <p>Called in the threads that do the work, so be quick; must be thread-safe. What a listener throws is logged once
 * per event and can't fail a call.
 */
public interface ConnectorListener {
    /** A request is about to be sent. */
    default void onRequest(Request event) {}

    /** A request got an answer, or failed without one. */
    default void onResponse(Response event) {}

    /** A request failed and will be sent again. */
    default void onRetry(Retry event) {}

    /** The service answered 429; the client as a whole sends nothing for a while. */
    default void onThrottle(Throttle event) {}

    /** A call begins to wait, for whatever reason. */
    default void onWait(Wait event) {}

    /** The body of an upload or a download is through. */
    default void onTransfer(Transfer event) {}

    /**
     * A request that is about to be sent.
     *
     * @param operation what it asks for
     * @param attempt which try of the call it is, from 1
     */
    record Request(Operation operation, int attempt) {
        /** Refuses null. */
        public Request {
            Objects.requireNonNull(operation, "operation");
        }
    }

    /**
     * The end of an exchange, up to the answer's headers.
     *
     * @param operation what the request asked for
     * @param attempt which try of the call it was, from 1
     * @param statusCode the HTTP status, empty without an answer
     * @param requestId the service's id of the request, if it gave one
     * @param failure why there is no answer, empty if there is one
     * @param elapsed the time from the request to here
     */
    record Response(
            Operation operation,
            int attempt,
            OptionalInt statusCode,
            Optional<String> requestId,
            Optional<String> failure,
            Duration elapsed) {
        /** Refuses null. */
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
     * @param attempt the number of the try that failed
     * @param delay the wait before the next
     * @param cause why it failed
     */
    record Retry(Operation operation, int attempt, Duration delay, String cause) {
        /** Refuses null. */
        public Retry {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(delay, "delay");
            Objects.requireNonNull(cause, "cause");
        }
    }

    /**
     * A closed gate.
     *
     * @param operation what the throttled request asked for
     * @param delay how long nothing is sent
     */
    record Throttle(Operation operation, Duration delay) {
        /** Refuses null. */
        public Throttle {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(delay, "delay");
        }
    }

    /**
     * A wait that begins.
     *
     * @param operation what the call asks for
     * @param reason what is waited for
     * @param duration how long; empty if that depends on others
     */
    record Wait(Operation operation, WaitReason reason, Optional<Duration> duration) {
        /** Refuses null. */
        public Wait {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(duration, "duration");
        }
    }

    /**
     * A body that is through.
     *
     * @param operation {@link Operation#ENQUEUE} or {@link Operation#DOWNLOAD}
     * @param bytes how many bytes were moved
     * @param total how many were announced, if that was known
     * @param elapsed the time it took
     */
    record Transfer(Operation operation, long bytes, OptionalLong total, Duration elapsed) {
        /** Refuses null. */
        public Transfer {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(total, "total");
            Objects.requireNonNull(elapsed, "elapsed");
        }
    }

    /** What a call waits for. */
    enum WaitReason {
        /** One of the requests at once to become free. */
        ADMISSION,
        /** The end of the time for which the service wants to be left alone. */
        THROTTLE,
        /** The pause between two tries. */
        BACKOFF,
        /** The pause between two questions for a state. */
        POLL,
        /** The end of another import of the same data project, or of another call that works on the same export. */
        DATA_PROJECT
    }
}

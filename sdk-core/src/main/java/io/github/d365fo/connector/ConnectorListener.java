package io.github.d365fo.connector;

import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenUnavailableException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Observes what a client does, for metrics, traces and logs. No event contains a token, a pop receipt, an address or a
 * body.
 *
 * <p>The events of a call come between its {@link #onCallStarted} and its {@link #onCallEnded}, one of each. What begins
 * ends before the call does: each {@link Request} has one {@link RequestEnded}, each {@link Wait} one {@link WaitEnded},
 * each {@link TransferStarted} one {@link Transfer} or {@link TransferFailed}, each {@link TokenRequested} one
 * {@link TokenRequestEnded}. A call with an argument that is null, and one of a closed client, has no events.
 *
 * <p>{@link #onCallStarted} is called on the thread of the caller, and may return a listener for that call alone, whose
 * fields are then the context of the call. All others are called on the threads that do the work, so return quickly.
 * Events of one call come one after the other, except while it transfers parts of a file in parallel. Implementations
 * must be thread-safe.
 *
 * <p>Whatever a listener throws, even an {@code Error}, is ignored, and logged once for each class of it: it changes no
 * call and keeps no event from another listener. After an {@code InterruptedException} the thread's interrupt is set
 * again.
 */
public interface ConnectorListener {
    /**
     * A call begins, and has sent nothing yet. Called on the thread of the caller, of the asynchronous API, too.
     *
     * @return the listener of all further events of this call; default: this one
     */
    default ConnectorListener onCallStarted(CallInfo call) {
        return this;
    }

    /** A call has ended. Comes before its result, unless another event of the call is just being handled. */
    default void onCallEnded(CallEnded event) {}

    /** A request is about to be sent. */
    default void onRequest(Request event) {}

    /** A request got the headers of its response, or failed without. */
    default void onResponse(Response event) {}

    /** A request has ended: the body of its response was read, or it failed. */
    default void onRequestEnded(RequestEnded event) {}

    /** A request failed and will be sent again. */
    default void onRetry(Retry event) {}

    /** The service answered 429; the whole client sends nothing for a while. */
    default void onThrottle(Throttle event) {}

    /** A call starts to wait. */
    default void onWait(Wait event) {}

    /** A wait has ended, or was ended with its call. */
    default void onWaitEnded(WaitEnded event) {}

    /** The first bytes of an upload or a download were transferred. */
    default void onTransferStarted(TransferStarted event) {}

    /** The body of an upload or a download is complete. */
    default void onTransfer(Transfer event) {}

    /** An upload or a download has broken off, or its file is not what it should be. */
    default void onTransferFailed(TransferFailed event) {}

    /** The token provider is asked, since the client has no token or only one that ends soon. */
    default void onTokenRequested(TokenRequested event) {}

    /** The token provider answered or failed, or the call ended before. */
    default void onTokenRequestEnded(TokenRequestEnded event) {}

    /**
     * A call that has ended. That of {@code open} ends when its stream is closed.
     *
     * @param call the call
     * @param attempts how many requests it sent, each attempt counted
     * @param failure what it threw; empty if it succeeded, or if the stream of a download broke off
     * @param errorType why it failed, or empty if it succeeded
     * @param elapsed the time since its start
     */
    record CallEnded(
            CallInfo call,
            int attempts,
            Optional<ConnectorException> failure,
            Optional<ErrorType> errorType,
            Duration elapsed) {
        /** Rejects null. */
        public CallEnded {
            Objects.requireNonNull(call, "call");
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(errorType, "errorType");
            Objects.requireNonNull(elapsed, "elapsed");
        }

        /** Returns what a failed call did to the service, or empty if it succeeded. */
        public Optional<Outcome> outcome() {
            return failure.map(ConnectorException::outcome);
        }
    }

    /**
     * A request that is about to be sent.
     *
     * @param call the call it belongs to
     * @param id the number of the request, unique in this process: a further attempt is another request
     * @param operation what it asks for
     * @param attempt the number of the attempt, from 1
     * @param method the HTTP method
     * @param host the host it goes to
     * @param port the port there
     * @param template its path with names in braces instead of ids
     * @param inFlight the requests of this client that have begun and not ended, this one included
     */
    record Request(
            CallInfo call,
            long id,
            Operation operation,
            int attempt,
            String method,
            String host,
            int port,
            String template,
            int inFlight) {
        /** Rejects null. */
        public Request {
            Objects.requireNonNull(call, "call");
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(template, "template");
        }
    }

    /**
     * The end of an exchange, up to the headers of the response.
     *
     * @param request the request
     * @param statusCode the HTTP status, or empty without a response
     * @param requestId the service's id of the request, if it gave one
     * @param failure why there is no response, in words, or empty if there is one
     * @param elapsed the time since the request
     */
    record Response(
            Request request,
            OptionalInt statusCode,
            Optional<String> requestId,
            Optional<String> failure,
            Duration elapsed) {
        /** Rejects null. */
        public Response {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(statusCode, "statusCode");
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(elapsed, "elapsed");
        }

        /** Returns what the request asked for. */
        public Operation operation() {
            return request.operation();
        }

        /** Returns the number of the attempt, from 1. */
        public int attempt() {
            return request.attempt();
        }
    }

    /**
     * A request whose response was read, or that failed.
     *
     * @param request the request
     * @param statusCode the HTTP status, or empty without a response
     * @param bytesSent the bytes of the request's body that were sent
     * @param bytesReceived the bytes of the response's body that were read
     * @param errorType why it failed, or empty if the response was read and is none of an error
     * @param inFlight the requests of this client that have begun and not ended
     * @param elapsed the time since the request
     */
    record RequestEnded(
            Request request,
            OptionalInt statusCode,
            long bytesSent,
            long bytesReceived,
            Optional<ErrorType> errorType,
            int inFlight,
            Duration elapsed) {
        /** Rejects null. */
        public RequestEnded {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(statusCode, "statusCode");
            Objects.requireNonNull(errorType, "errorType");
            Objects.requireNonNull(elapsed, "elapsed");
        }
    }

    /**
     * A request that will be sent again.
     *
     * @param request the request that failed
     * @param delay the wait before the next attempt
     * @param cause why it failed, in words
     * @param errorType why it failed
     */
    record Retry(Request request, Duration delay, String cause, ErrorType errorType) {
        /** Rejects null. */
        public Retry {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(delay, "delay");
            Objects.requireNonNull(cause, "cause");
            Objects.requireNonNull(errorType, "errorType");
        }

        /** Returns what the request asks for. */
        public Operation operation() {
            return request.operation();
        }

        /** Returns the number of the failed attempt, from 1. */
        public int attempt() {
            return request.attempt();
        }
    }

    /**
     * A pause that the service asked for.
     *
     * @param request the throttled request
     * @param delay how long the client sends nothing
     */
    record Throttle(Request request, Duration delay) {
        /** Rejects null. */
        public Throttle {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(delay, "delay");
        }

        /** Returns what the throttled request asked for. */
        public Operation operation() {
            return request.operation();
        }
    }

    /**
     * A wait that starts.
     *
     * @param call the call that waits
     * @param id the number of the wait, unique in this process
     * @param operation what it waits to ask for
     * @param reason what the call waits for
     * @param duration how long, or empty if that depends on others
     */
    record Wait(CallInfo call, long id, Operation operation, WaitReason reason, Optional<Duration> duration) {
        /** Rejects null. */
        public Wait {
            Objects.requireNonNull(call, "call");
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(duration, "duration");
        }
    }

    /**
     * A wait that has ended.
     *
     * @param started the wait
     * @param elapsed how long it took, in real time
     */
    record WaitEnded(Wait started, Duration elapsed) {
        /** Rejects null. */
        public WaitEnded {
            Objects.requireNonNull(started, "started");
            Objects.requireNonNull(elapsed, "elapsed");
        }
    }

    /**
     * A transfer of a file, over however many requests.
     *
     * @param call the call
     * @param id the number of the transfer, unique in this process
     * @param operation {@link Operation#ENQUEUE}, {@link Operation#DOWNLOAD}, {@link Operation#BLOB_UPLOAD} or
     *     {@link Operation#BLOB_DOWNLOAD}
     */
    record TransferStarted(CallInfo call, long id, Operation operation) {
        /** Rejects null. */
        public TransferStarted {
            Objects.requireNonNull(call, "call");
            Objects.requireNonNull(operation, "operation");
        }
    }

    /**
     * A body that is complete.
     *
     * @param started the transfer
     * @param bytes how many bytes were transferred
     * @param total how many were announced, if known
     * @param elapsed the time it took
     */
    record Transfer(TransferStarted started, long bytes, OptionalLong total, Duration elapsed) {
        /** Rejects null. */
        public Transfer {
            Objects.requireNonNull(started, "started");
            Objects.requireNonNull(total, "total");
            Objects.requireNonNull(elapsed, "elapsed");
        }

        /** Returns the operation that transferred it. */
        public Operation operation() {
            return started.operation();
        }
    }

    /**
     * A transfer that failed.
     *
     * @param started the transfer
     * @param bytes how many bytes were transferred before
     * @param total how many were announced, if known
     * @param errorType why it failed
     * @param elapsed the time it took
     */
    record TransferFailed(
            TransferStarted started, long bytes, OptionalLong total, ErrorType errorType, Duration elapsed) {
        /** Rejects null. */
        public TransferFailed {
            Objects.requireNonNull(started, "started");
            Objects.requireNonNull(total, "total");
            Objects.requireNonNull(errorType, "errorType");
            Objects.requireNonNull(elapsed, "elapsed");
        }
    }

    /**
     * A question to the token provider.
     *
     * @param call the call that caused it; others may wait for the same token
     * @param id the number of the question, unique in this process
     */
    record TokenRequested(CallInfo call, long id) {
        /** Rejects null. */
        public TokenRequested {
            Objects.requireNonNull(call, "call");
        }
    }

    /**
     * The end of a question to the token provider.
     *
     * @param started the question
     * @param errorType {@link ErrorType#NO_TOKEN} if it failed, {@link ErrorType#UNFINISHED} if the call ended before,
     *     or empty if it brought a token
     * @param reason what the failure says of its reason
     * @param elapsed the time it took
     */
    record TokenRequestEnded(
            TokenRequested started,
            Optional<ErrorType> errorType,
            Optional<TokenUnavailableException.Reason> reason,
            Duration elapsed) {
        /** Rejects null. */
        public TokenRequestEnded {
            Objects.requireNonNull(started, "started");
            Objects.requireNonNull(errorType, "errorType");
            Objects.requireNonNull(reason, "reason");
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

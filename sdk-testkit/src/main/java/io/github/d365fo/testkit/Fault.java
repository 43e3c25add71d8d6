package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A failure of the fake server, planned with {@link FaultPlan}. Every fault is an immutable value.
 *
 * <pre>{@code
 * // The service is busy and says when to retry, in seconds or as a date.
 * server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(30)));
 * server.faults().on(Operation.DEQUEUE).inject(new Fault.Unavailable(Fault.RetryAfter.date(Duration.ofMinutes(2))));
 * // A package breaks off, then has a different length than announced, then stalls for ten minutes.
 * server.faults().on(Operation.DOWNLOAD).inject(new Fault.ResetInBody(3));
 * server.faults().on(Operation.DOWNLOAD).inject(new Fault.WrongLength(100));
 * server.faults().on(Operation.DOWNLOAD).inject(new Fault.DelayInBody(Duration.ofMinutes(10), 3));
 * // The acknowledgement arrives, but the gateway fails.
 * server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.GatewayTimeout());
 * // The journal arrives and the answer is lost: sending it again imports it twice.
 * server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
 * }</pre>
 *
 * <p>Unless its description says otherwise, a fault that answers does so <em>instead of</em> the service, which does
 * nothing; a fault of the connection or of time changes the answer of the service, which has done everything.
 */
public sealed interface Fault {
    /** Returns the operations it can strike: all, unless its description names them. */
    default Set<Operation> operations() {
        return EnumSet.allOf(Operation.class);
    }

    /**
     * The value of {@code Retry-After}. The service sends seconds; RFC 9110 allows a date.
     *
     * @param after the time from the answer on, or empty for no header
     * @param asDate whether it is written as a date, by the server's clock, and not as seconds
     */
    record RetryAfter(Optional<Duration> after, boolean asDate) {
        /**
         * Checks the time.
         *
         * @throws IllegalArgumentException if {@code after} is longer than a hundred years, or negative and not a date
         */
        public RetryAfter {
            Objects.requireNonNull(after, "after");
            after.ifPresent(asDate ? wait -> Given.offset("after", wait) : wait -> Given.span("after", wait));
        }

        /** Returns the value that sends no header. */
        public static RetryAfter none() {
            return new RetryAfter(Optional.empty(), false);
        }

        /**
         * Returns a value in seconds.
         *
         * @throws IllegalArgumentException if {@code seconds} is negative or more than a hundred years
         */
        public static RetryAfter seconds(long seconds) {
            return new RetryAfter(Optional.of(Duration.ofSeconds(seconds)), false);
        }

        /**
         * Returns a value as an HTTP date, which may have passed.
         *
         * @throws IllegalArgumentException if {@code after} is longer than a hundred years, in either direction
         */
        public static RetryAfter date(Duration after) {
            Objects.requireNonNull(after, "after");
            return new RetryAfter(Optional.of(after), true);
        }
    }

    /**
     * Answers with a status and a body.
     *
     * @param status the status
     * @param contentType the type of the body
     * @param body the body
     * @param retryAfter the value of {@code Retry-After}
     */
    record Status(int status, String contentType, String body, RetryAfter retryAfter) implements Fault {
        /**
         * Checks the status.
         *
         * @throws IllegalArgumentException if {@code status} is not from 200 to 599
         */
        public Status {
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(body, "body");
            Objects.requireNonNull(retryAfter, "retryAfter");
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status: expected one from 200 to 599, but got " + status);
            }
        }

        /**
         * Creates a fault with a status and a page as gateways send it.
         *
         * @throws IllegalArgumentException if {@code status} is not from 200 to 599
         */
        public Status(int status) {
            this(status, "text/html", "<html><body><h1>" + status + "</h1></body></html>", RetryAfter.none());
        }
    }

    /**
     * Answers 429 with the text of the service ("Service protection API limits").
     *
     * @param retryAfter the value of {@code Retry-After}
     */
    record Throttled(RetryAfter retryAfter) implements Fault {
        /** Rejects null. */
        public Throttled {
            Objects.requireNonNull(retryAfter, "retryAfter");
        }
    }

    /**
     * Answers 503, as during servicing.
     *
     * @param retryAfter the value of {@code Retry-After}
     */
    record Unavailable(RetryAfter retryAfter) implements Fault {
        /** Rejects null. */
        public Unavailable {
            Objects.requireNonNull(retryAfter, "retryAfter");
        }
    }

    /** Answers 502 with a page, as the gateway does every few days. */
    record BadGateway() implements Fault {}

    /** Answers 500 with the body of Web API, which gives no reason. */
    record ServerError() implements Fault {}

    /** Answers 401, as for a token that was revoked early. */
    record Unauthorized() implements Fault {}

    /** Answers 403, as for an application that is not mapped to a user. */
    record Forbidden() implements Fault {}

    /**
     * Answers 400 with an OData error, whose inner error has the cause.
     *
     * @param cause the message of the inner error
     */
    record ActionFailed(String cause) implements Fault {
        /** Rejects null. */
        public ActionFailed {
            Objects.requireNonNull(cause, "cause");
        }
    }

    /** Answers 200 with a web page. */
    record HtmlPage() implements Fault {}

    /** Answers 302 to a sign-in page, as for a wrong address or an on-premises environment. */
    record LoginRedirect() implements Fault {}

    /** Answers 200 with JSON that breaks off. */
    record BrokenJson() implements Fault {}

    /** Answers 200 with an empty body. */
    record EmptyAnswer() implements Fault {}

    /**
     * Answers late, by the server's clock.
     *
     * @param duration how late
     */
    record Delay(Duration duration) implements Fault {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if {@code duration} is negative or longer than a hundred years
         */
        public Delay {
            Given.span("duration", duration);
        }
    }

    /**
     * Pauses within the body, by the server's clock, and continues.
     *
     * @param duration for how long
     * @param after how many bytes of the body are sent before
     */
    record DelayInBody(Duration duration, long after) implements Fault {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if either is negative, or {@code duration} is longer than a hundred years
         */
        public DelayInBody {
            Given.span("duration", duration);
            Given.bytes("after", after);
        }
    }

    /** Accepts the request and never answers, in real time, until the server closes. */
    record Stall() implements Fault {}

    /**
     * Sends a part of the body and then nothing more, in real time, until the server closes.
     *
     * @param after how many bytes of the body are sent before; at most all but one
     */
    record StallInBody(long after) implements Fault {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if {@code after} is negative
         */
        public StallInBody {
            Given.bytes("after", after);
        }
    }

    /**
     * Sends the body a few bytes at a time, in real time.
     *
     * @param bytes how many at a time
     * @param pause the real time between them
     */
    record Drip(int bytes, Duration pause) implements Fault {
        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException if {@code bytes} is less than 1, or {@code pause} not from 0 to a hundred years
         */
        public Drip {
            Given.span("pause", pause);
            Given.atLeastOne("bytes", bytes);
        }
    }

    /** Resets the connection before the body of the request is read; the service does nothing. */
    record ResetBeforeReading() implements Fault {}

    /** Resets the connection after the service has done everything: the answer is lost. */
    record ResetAfterReading() implements Fault {}

    /** Resets the connection inside the headers of the answer. */
    record ResetInHeaders() implements Fault {}

    /**
     * Resets the connection inside the body of the answer.
     *
     * @param after how many bytes of the body are sent before; at most all but one
     */
    record ResetInBody(long after) implements Fault {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if {@code after} is negative
         */
        public ResetInBody {
            Given.bytes("after", after);
        }
    }

    /**
     * Closes the connection, without a reset, within the body.
     *
     * @param after how many bytes of the body are sent before; at most all but one
     */
    record Truncated(long after) implements Fault {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if {@code after} is negative
         */
        public Truncated {
            Given.bytes("after", after);
        }
    }

    /**
     * Announces a wrong length of the body, and closes the connection after the body.
     *
     * @param difference how many bytes too many are announced, or, if negative, too few
     */
    record WrongLength(long difference) implements Fault {
        private static final long MOST = 1L << 50;

        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if {@code difference} is more than 2<sup>50</sup>, in either direction
         */
        public WrongLength {
            Given.difference("difference", difference, MOST);
        }
    }

    /** Changes one byte in the middle of the body. */
    record Corrupted() implements Fault {}

    /** Sends bytes that are not HTTP instead of the answer. */
    record Garbage() implements Fault {}

    /**
     * Answers 504 with a page although the service has done everything, as a gateway does, and closes the connection.
     */
    record GatewayTimeout() implements Fault {}

    /** Closes the connection, without a reset and without an answer. */
    record NoAnswer() implements Fault {}

    /**
     * Breaks the handshake of the next new connection to a server with TLS. It strikes connections, not requests: plan
     * it with {@link FaultPlan#onConnection()}. Open connections are not affected.
     */
    record TlsFailure() implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.noneOf(Operation.class);
        }
    }

    /**
     * Answers like a server whose clock is wrong, in its {@code Date} and in its checks of tokens and of signatures of
     * storage addresses.
     *
     * @param ahead how far it is ahead, or, if negative, behind
     */
    record ClockSkew(Duration ahead) implements Fault {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if {@code ahead} is longer than a hundred years, in either direction
         */
        public ClockSkew {
            Given.offset("ahead", ahead);
        }
    }

    /** Strikes <em>dequeue</em>: the lease of the message ends at once, so that it is delivered again next time. */
    record DuplicateDelivery() implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.DEQUEUE);
        }
    }

    /** Strikes <em>dequeue</em>: it delivers the newest message instead of the oldest. */
    record OutOfOrder() implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.DEQUEUE);
        }
    }

    /**
     * Strikes <em>dequeue</em>: the message has no file, as after a failed upload to the blob storage.
     *
     * @param reason what {@code FileDownLoadErrorMessage} says
     */
    record NoFile(String reason) implements Fault {
        /** Rejects null. */
        public NoFile {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.DEQUEUE);
        }
    }

    /** Strikes <em>download</em>: the file is deleted, as after seven days. */
    record BlobGone() implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.DOWNLOAD);
        }
    }

    /** Strikes <em>ack</em>: it answers 200, but the message is delivered again when its lease has ended. */
    record LostAcknowledgement() implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.ACKNOWLEDGE);
        }
    }

    /** Strikes <em>ack</em>: the lease ends just before, so the receipt is invalid and the message comes back. */
    record ExpiredReceipt() implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.ACKNOWLEDGE);
        }
    }
}

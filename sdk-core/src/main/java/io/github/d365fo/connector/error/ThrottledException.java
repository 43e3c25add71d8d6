package io.github.d365fo.connector.error;

import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The service answered 429 and kept doing so for as long as the retry policy allows. Nothing was processed. */
public class ThrottledException extends ServiceException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    /** Creates an exception with this message and these facts. */
    public ThrottledException(String message, Failure failure, ServiceReply reply, Duration retryAfter) {
        super(message, failure, reply);
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    /** Returns how long the service asked the client to wait; the default of 30 seconds if it did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    @Override
    ThrottledException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ThrottledException(message, facts, cleanReply(clean), retryAfter);
    }
}

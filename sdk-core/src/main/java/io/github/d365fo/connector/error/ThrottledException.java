package io.github.d365fo.connector.error;

import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The service answered 429 and went on doing so for as long as the retry policy allows. Nothing was processed. */
public class ThrottledException extends ServiceException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    /** Creates an exception that says {@code message} about {@code failure} and {@code reply}. */
    public ThrottledException(String message, Failure failure, ServiceReply reply, Duration retryAfter) {
        super(message, failure, reply);
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    /** Returns how long the service asked to be left alone; the policy's fallback if it did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    @Override
    ThrottledException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ThrottledException(message, facts, cleanReply(clean), retryAfter);
    }
}

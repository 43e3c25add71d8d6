package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/** The service answered 413: the file is larger than it accepts. The limit is not documented; 30,000,000 bytes is the web server's default. */
public class PayloadTooLargeException extends ServiceException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with this message and these facts. */
    public PayloadTooLargeException(String message, Failure failure, ServiceReply reply) {
        super(message, failure, reply);
    }

    @Override
    PayloadTooLargeException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new PayloadTooLargeException(message, facts, cleanReply(clean));
    }
}

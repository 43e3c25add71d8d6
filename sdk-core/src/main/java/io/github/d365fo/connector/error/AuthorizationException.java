package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/** The service answered 401 or 403. The message names the two registrations that Finance and Operations needs and what the token says about itself. */
public class AuthorizationException extends ServiceException {
    private static final long serialVersionUID = 1;

    /** Creates an exception that says {@code message} about {@code failure} and {@code reply}. */
    public AuthorizationException(String message, Failure failure, ServiceReply reply) {
        super(message, failure, reply);
    }

    @Override
    AuthorizationException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new AuthorizationException(message, facts, cleanReply(clean));
    }
}

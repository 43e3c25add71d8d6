package io.github.d365fo.connector.error;

import java.util.function.UnaryOperator;

/**
 * The service answered 401 or 403. The message names the two registrations that Finance and Operations needs, and the
 * claims of the token.
 */
public class AuthorizationException extends ServiceException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with this message and these facts. */
    public AuthorizationException(String message, Failure failure, ServiceReply reply) {
        super(message, failure, reply);
    }

    @Override
    AuthorizationException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new AuthorizationException(message, facts, cleanReply(clean));
    }
}

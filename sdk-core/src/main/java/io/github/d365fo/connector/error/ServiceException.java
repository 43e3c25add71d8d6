package io.github.d365fo.connector.error;

import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The service answered with an error. */
public class ServiceException extends ConnectorException {
    private static final long serialVersionUID = 1;

    private final int statusCode;
    private final transient ServiceReply reply;

    /** Creates an exception with this message and these facts. */
    public ServiceException(String message, Failure failure, ServiceReply reply) {
        super(message, failure);
        this.reply = Objects.requireNonNull(reply, "reply");
        this.statusCode = reply.statusCode();
    }

    @Override
    String details() {
        return errorCode().orElse("") + "\n" + requestId().orElse("") + "\n" + bodyExcerpt();
    }

    /** Returns the HTTP status. */
    public int statusCode() {
        return statusCode;
    }

    /** Returns the service's own code for the error, or empty if it gave none. */
    public Optional<String> errorCode() {
        return reply == null ? Optional.empty() : reply.errorCode();
    }

    /** Returns the service's id of the request, for Microsoft's support, or empty if it gave none. */
    public Optional<String> requestId() {
        return reply == null ? Optional.empty() : reply.requestId();
    }

    /** Returns the beginning of the body, at most 2 KiB, with secrets removed. */
    public String bodyExcerpt() {
        return reply == null ? "" : reply.bodyExcerpt();
    }

    @Override
    ServiceException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ServiceException(message, facts, cleanReply(clean));
    }

    final ServiceReply cleanReply(UnaryOperator<String> clean) {
        return new ServiceReply(
                statusCode,
                errorCode().map(clean).orElse(null),
                requestId().map(clean).orElse(null),
                clean.apply(bodyExcerpt()));
    }
}

package io.github.d365fo.connector.error;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A proxy between the client and the service did not let the request through: it wants a sign-in, does not allow the
 * address, or reaches nobody there. With {@link Outcome#NOT_SENT} nothing of the request got past it. With
 * {@link Outcome#UNKNOWN} the request had left this machine, which only one without TLS does before a proxy answers, or
 * did so in an earlier attempt. A 407 that comes out of a tunnel, or without a proxy, is the server's: a
 * {@link ServiceException}.
 */
public class ProxyException extends TransportException {
    private static final long serialVersionUID = 1;

    private final String proxy;
    private final int statusCode;

    /** Creates an exception that says {@code message} about {@code failure}, and who answered what. */
    public ProxyException(String message, Failure failure, String proxy, int statusCode) {
        super(message, failure);
        this.proxy = Objects.requireNonNull(proxy, "proxy");
        this.statusCode = statusCode;
    }

    /** Returns the proxy's host and port, such as {@code proxy.contoso.com:8080}. */
    public String proxy() {
        return proxy;
    }

    /**
     * Returns the HTTP status with which the proxy answered; 407 means that it wants a sign-in. One from 593 to 597 is of
     * no proxy: an {@code AuthenticatingProxySelector} was given no answer, and the message says what it got instead.
     */
    public int statusCode() {
        return statusCode;
    }

    @Override
    ProxyException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ProxyException(message, facts, clean.apply(proxy), statusCode);
    }
}

package io.github.d365fo.connector.error;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A proxy between the client and the service did not let the request through: it requires authentication, does not
 * allow the address, or can't reach it. With {@link Outcome#NOT_SENT} nothing of the request got past it. With
 * {@link Outcome#UNKNOWN} the request may have got past it, either without TLS or in an earlier attempt. A 407 from
 * inside a tunnel, or without a proxy, comes from the server: a {@link ServiceException}.
 */
public class ProxyException extends TransportException {
    private static final long serialVersionUID = 1;

    private final String proxy;
    private final int statusCode;

    /** Creates an exception with this message and these facts, and the proxy with its status. */
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
     * Returns the HTTP status of the proxy; 407 means that it requires authentication. A status from 593 to 597 comes
     * from the {@code AuthenticatingProxySelector}, which got no answer from the proxy; the message says what it got
     * instead.
     */
    public int statusCode() {
        return statusCode;
    }

    @Override
    ProxyException with(String message, Failure facts, UnaryOperator<String> clean) {
        return new ProxyException(message, facts, clean.apply(proxy), statusCode);
    }
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.ServerUri;
import java.net.URI;
import java.util.Objects;

/**
 * An address of Azure Storage that holds its own permission (a SAS). Whoever has it may read or write what lies there
 * while it is valid, about half an hour, so it is a secret. Immutable and thread-safe.
 */
public final class SignedUrl {
    private final URI uri;

    private SignedUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Reads an address as the service writes it.
     *
     * @throws IllegalArgumentException if {@code text} is not an absolute {@code https} address, or {@code http} of a
     *     loopback address
     */
    public static SignedUrl of(String text) {
        Objects.requireNonNull(text, "signedUrl");
        try {
            URI uri = ServerUri.parse("signed address", text);
            if (!"https".equalsIgnoreCase(uri.getScheme()) && !EnvironmentAddress.isLoopback(uri.getHost())) {
                throw new IllegalArgumentException("signed address: expected https, but got " + uri.getScheme()
                        + ", which would show the signature to everybody on the way");
            }
            return new SignedUrl(uri);
        } catch (JsonException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns the whole address. It holds the signature: keep it as you would a password. */
    public URI uri() {
        return uri;
    }

    /** Returns whether {@code other} is the same address. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SignedUrl that && uri.equals(that.uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    /** Returns the address without its signature. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?[redacted]");
    }
}

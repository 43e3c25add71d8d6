package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.MachineAddress;
import io.github.d365fo.connector.internal.wire.ServerUri;
import java.net.URI;
import java.util.Objects;

/**
 * An address of Azure Storage that holds its own permission (a SAS). Whoever has it may read or write what lies there
 * while it is valid, about half an hour, so it is a secret.
 *
 * <p>Packages are sent to it and taken from it because the environment named it, or the program did: the environment is
 * trusted to name a storage account, as it is trusted with the data. Names of storage accounts can't be listed, so any
 * {@code https} host is taken; plain {@code http}, which shows the signature to everybody on the way, only of a loopback
 * address, for tests. Not taken are addresses with a user in them, addresses at which a machine finds its own platform
 * (link-local ones and the metadata services of clouds, in every spelling), and, where a client reads it in an answer,
 * the environment itself, unless that is a loopback address. Names are not looked up before. Neither the token nor the
 * environment's headers ever go there, and redirects are not followed.
 *
 * <p>Immutable and thread-safe.
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
     *     loopback address, has a user in it, or is link-local or that of a metadata service
     */
    public static SignedUrl of(String text) {
        Objects.requireNonNull(text, "signedUrl");
        try {
            URI uri = ServerUri.parse("signed address", text);
            if (!"https".equalsIgnoreCase(uri.getScheme()) && !EnvironmentAddress.isLoopback(uri.getHost())) {
                throw new IllegalArgumentException("signed address: expected https, but got " + uri.getScheme()
                        + ", which would show the signature to everybody on the way");
            }
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "signed address: expected no user or password in it, but it has one");
            }
            if (MachineAddress.is(uri.getHost())) {
                throw new IllegalArgumentException("signed address: expected one of a storage account, but it is"
                        + " link-local or that of a metadata service, where a machine finds its own platform");
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
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() == -1 ? "" : ":" + uri.getPort())
                + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?[redacted]");
    }
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.MachineAddress;
import io.github.d365fo.connector.internal.wire.ServerUri;
import java.net.URI;
import java.util.Objects;

/**
 * An address of Azure Storage that contains its own permission (a SAS). Anyone who has it can read or write the blob
 * while it is valid, about half an hour, so it is a secret.
 *
 * <p>Packages are uploaded to it and downloaded from it because the environment or the program named it: the
 * environment is trusted to name a storage account, as it is trusted with the data. Names of storage accounts can't be
 * listed, so any {@code https} host is accepted; plain {@code http}, which shows the signature to anyone on the way,
 * only with a loopback host, for tests. Rejected are addresses with a user in them, addresses at which a machine finds
 * its own platform (link-local ones and the metadata services of clouds, in every spelling), and, in a response of the
 * service, the environment itself unless it is a loopback address. Host names are not resolved for this check. The SDK
 * never sends the token or the environment's headers there, and follows no redirects.
 *
 * <p>Immutable and thread-safe.
 */
public final class SignedUrl {
    private final URI uri;

    private SignedUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Parses an address as the service writes it.
     *
     * @throws IllegalArgumentException if {@code text} is not an absolute {@code https} address (or {@code http} with a
     *     loopback host), contains a user, or is link-local or a metadata service
     */
    public static SignedUrl of(String text) {
        Objects.requireNonNull(text, "signedUrl");
        try {
            URI uri = ServerUri.parse("signed address", text);
            if (!"https".equalsIgnoreCase(uri.getScheme()) && !EnvironmentAddress.isLoopback(uri.getHost())) {
                throw new IllegalArgumentException("signed address: expected https, but got " + uri.getScheme()
                        + ", which would show the signature to anyone on the way");
            }
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException("signed address: expected no user or password, but it contains one");
            }
            if (MachineAddress.is(uri.getHost())) {
                throw new IllegalArgumentException(
                        "signed address: expected a storage account, but it is link-local or a metadata service");
            }
            return new SignedUrl(uri);
        } catch (JsonException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns the whole address. It contains the signature: protect it like a password. */
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

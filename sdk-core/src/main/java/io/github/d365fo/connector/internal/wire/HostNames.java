package io.github.d365fo.connector.internal.wire;

import java.net.URI;
import java.util.Optional;

/** Explains why an address has no host that Java can use. */
final class HostNames {
    private HostNames() {}

    /** Returns the explanation for {@code uri}, or empty if nothing is known except that it has no host. */
    static Optional<String> why(URI uri) {
        String authority = uri.getRawAuthority();
        return authority != null && authority.contains("_")
                ? Optional.of("has an underscore in its host name, which is not allowed there and which Java's"
                        + " client can't send to; use another host name")
                : Optional.empty();
    }
}

package io.github.d365fo.connector.internal.wire;

import java.net.URI;
import java.util.Optional;

/** Why an address has no host that Java can use. */
final class HostNames {
    private HostNames() {}

    /** Returns what to say of {@code uri}, or empty if nothing but its lack of a host is known. */
    static Optional<String> why(URI uri) {
        String authority = uri.getRawAuthority();
        return authority != null && authority.contains("_")
                ? Optional.of("has an underscore in its host, which names of hosts may not have and Java's client can't"
                        + " send to; use another name for it")
                : Optional.empty();
    }
}

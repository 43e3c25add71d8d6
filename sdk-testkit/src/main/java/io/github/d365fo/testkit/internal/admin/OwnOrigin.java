package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.internal.http.HttpExchange;
import io.github.d365fo.testkit.internal.http.Origins;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether a request is meant for this server and doesn't come from another web page: {@code Host} reveals a
 * page whose name resolves to this machine, and {@code Origin} a page of another origin; where a browser sends no
 * {@code Origin}, as for an image, a form or a link, {@code Sec-Fetch-Site} does. Immutable and thread-safe.
 */
final class OwnOrigin {
    /** The server's own page, and an address typed by the user. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final String scheme;
    private final Set<String> names;

    OwnOrigin(URI environment) {
        String address = environment.toString();
        this.scheme = environment.getScheme();
        this.names = Set.of(address, address.replaceFirst("127\\.0\\.0\\.1", "localhost"));
    }

    boolean isOf(HttpExchange exchange) {
        String asked = exchange.scheme().orElse(scheme) + "://"
                + exchange.authority().orElse("").toLowerCase(Locale.ROOT);
        String target = Origins.withoutDefaultPort(asked);
        List<String> origins = exchange.headers().getOrDefault("Origin", List.of());
        // A browser writes an origin in lower case and without the scheme's own port, as the environment is written.
        return names.contains(target)
                && (origins.isEmpty() || origins.equals(List.of(target)))
                && OWN_SITES.containsAll(exchange.headers().getOrDefault("Sec-Fetch-Site", List.of()));
    }
}

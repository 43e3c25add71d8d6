package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.internal.http.Addresses;
import io.github.d365fo.testkit.internal.http.HttpExchange;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a request is meant for this server and doesn't come from another web page: {@code Host} reveals a
 * page whose name resolves to this machine, and {@code Origin} a page of another origin; where a browser sends no
 * {@code Origin}, as for an image, a form or a link, {@code Sec-Fetch-Site} does. Thread-safe.
 */
final class OwnOrigin {
    /** The server's own page, and an address typed by the user. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Addresses addresses;

    OwnOrigin(Addresses addresses) {
        this.addresses = addresses;
    }

    boolean isOf(HttpExchange exchange) {
        String target = Addresses.asked(exchange);
        List<String> origins = exchange.headers().getOrDefault("Origin", List.of());
        // A browser writes an origin in lower case and without the scheme's own port, as the environment is written.
        return addresses.owns(target)
                && (origins.isEmpty() || origins.equals(List.of(target)))
                && OWN_SITES.containsAll(exchange.headers().getOrDefault("Sec-Fetch-Site", List.of()));
    }
}

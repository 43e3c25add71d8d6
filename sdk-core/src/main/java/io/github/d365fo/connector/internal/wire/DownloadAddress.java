package io.github.d365fo.connector.internal.wire;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The address that a package is actually downloaded from. Behind load balancers the service writes {@code http} and
 * port 80 ("Recurring integrations, Http vs Https"), which are corrected; path and query stay the same, byte for byte.
 *
 * @param uri the address to send to
 * @param environment whether it belongs to the environment, so that the token may go there
 */
public record DownloadAddress(URI uri, boolean environment) {
    /** Returns the address for {@code location}; throws if it is not allowed. */
    public static DownloadAddress of(URI location, EnvironmentAddress environment, Set<String> allowedHosts)
            throws JsonException {
        URI uri = URI.create(origin(location, environment) + pathAndQuery(location));
        // A user in it, which the service never writes, would be lost when the scheme is corrected.
        Optional<EnvironmentAddress> target = location.getRawUserInfo() == null ? trustworthy(uri) : Optional.empty();
        if (target.isPresent() && target.get().origin().equals(environment.origin())) {
            // Spelled like the environment, so that the target of the token does not depend on how a spelling is
            // parsed.
            return new DownloadAddress(URI.create(environment.origin() + pathAndQuery(location)), true);
        }
        if (target.isPresent() && allowedHosts.contains(uri.getHost().toLowerCase(Locale.ROOT))) {
            return new DownloadAddress(uri, false);
        }
        throw new JsonException("expected the download address to be of the environment itself, but its host is "
                + uri.getHost() + (uri.getPort() == -1 ? "" : " with port " + uri.getPort())
                + "; nothing was sent there. If you trust it, add it with allowDownloadHost");
    }

    /** Returns an address that meets the rules for environments: {@code https} or loopback, and without a user. */
    private static Optional<EnvironmentAddress> trustworthy(URI uri) {
        try {
            return Optional.of(EnvironmentAddress.parse(origin(uri)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String origin(URI location, EnvironmentAddress environment) {
        boolean plain = "http".equalsIgnoreCase(location.getScheme());
        boolean usualPort = location.getPort() == -1 || location.getPort() == 80;
        if (plain && usualPort && environment.isHost(location.getHost())) {
            return environment.origin();
        }
        boolean encrypt = plain && environment.scheme().equals("https");
        if (encrypt && usualPort) {
            return "https://" + location.getHost();
        }
        return encrypt ? "https://" + location.getRawAuthority() : origin(location);
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static String pathAndQuery(URI uri) {
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }
}

package io.github.d365fo.connector.internal.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The normalized address of an environment. Immutable. */
public final class EnvironmentAddress {
    private static final String ON_PREMISES = "/namespaces/AXSF";

    private static final int MOST_PORT = 65_535;

    private final String scheme;
    private final String host;
    private final String origin;
    private final String base;
    private final boolean onPremises;

    private EnvironmentAddress(String scheme, String host, int port, boolean onPremises) {
        this.scheme = scheme;
        this.host = host;
        this.origin = scheme + "://" + host + (port == -1 ? "" : ":" + port);
        this.base = origin + (onPremises ? ON_PREMISES : "");
        this.onPremises = onPremises;
    }

    /** Parses an address; see {@code ConnectorClientBuilder.environment}. */
    public static EnvironmentAddress parse(String text) {
        URI uri = uri(text.strip());
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw bad(HostNames.why(uri).orElse("has no scheme or no host"));
        }
        if (uri.getRawUserInfo() != null) {
            throw bad("contains a user or password");
        }
        if (uri.getRawPath().startsWith("//")) {
            throw bad("has two schemes, or two slashes after the host");
        }
        if (uri.getPort() == 0 || uri.getPort() > MOST_PORT) {
            throw bad("has the port " + uri.getPort());
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && isLoopback(host))) {
            throw bad("has the scheme " + scheme + ", which would show the token to anyone on the way");
        }
        return new EnvironmentAddress(scheme, host, port(scheme, uri.getPort()), isOnPremises(uri.getRawPath()));
    }

    /** Returns scheme, host and port, without a slash: the resource of tokens. */
    public String origin() {
        return origin;
    }

    /** Returns the whole address, with the path of an on-premises environment. */
    public URI uri() {
        return URI.create(base);
    }

    /** Returns the address of {@code pathAndQuery}, which begins with a slash. */
    public URI resolve(String pathAndQuery) {
        return URI.create(base + pathAndQuery);
    }

    /** Returns whether the environment is on-premises, where there are no recurring integrations. */
    public boolean isOnPremises() {
        return onPremises;
    }

    String scheme() {
        return scheme;
    }

    boolean isHost(@Nullable String other) {
        return host.equalsIgnoreCase(other);
    }

    /**
     * Returns whether {@code uri} belongs to the environment and so can't be a storage account; false on a loopback
     * address, where a test server may be both.
     */
    public boolean isOwn(URI uri) {
        try {
            return !isLoopback(host)
                    && parse(uri.getScheme() + "://" + uri.getRawAuthority())
                            .origin()
                            .equals(origin());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether {@code host} is this machine, so that nobody can listen on the way. */
    public static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static boolean isOnPremises(@Nullable String path) {
        return path != null && path.toLowerCase(Locale.ROOT).matches(ON_PREMISES.toLowerCase(Locale.ROOT) + "(/.*)?");
    }

    private static int port(String scheme, int port) {
        return port == (scheme.equals("https") ? 443 : 80) ? -1 : port;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw bad("is " + text.length() + " characters that are not an address");
        }
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("environment: expected an address such as"
                + " https://contoso.operations.dynamics.com (http only for a loopback address), but it " + what);
    }
}

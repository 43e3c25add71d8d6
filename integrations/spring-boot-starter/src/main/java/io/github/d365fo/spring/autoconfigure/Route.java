package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.auth.ProviderBuilder;
import io.github.d365fo.connector.AuthenticatingProxySelector;
import io.github.d365fo.connector.ConnectorClientBuilder;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How requests of one environment travel: the proxy and the trusted certificates, for its client and its sign-in. */
final class Route implements AutoCloseable {
    private final @Nullable ProxySelector proxy;
    private final @Nullable SSLContext tls;

    private Route(@Nullable ProxySelector proxy, @Nullable SSLContext tls) {
        this.proxy = proxy;
        this.tls = tls;
    }

    /**
     * Returns the route that the properties describe.
     *
     * @throws PropertyException if one is wrong
     */
    static Route of(Prefix prefix, EnvironmentProperties properties, Bundles bundles) {
        String bundle = properties.ssl().bundle();
        SSLContext tls = bundle == null
                ? null
                : bundles.get(prefix, "ssl.bundle", bundle).createSslContext();
        return new Route(proxy(prefix.then("proxy"), properties.proxy()), tls);
    }

    private static @Nullable ProxySelector proxy(Prefix prefix, EnvironmentProperties.Proxy proxy) {
        String host = proxy.host();
        if (host == null) {
            return null;
        }
        if (proxy.port() < 1 || proxy.port() > 65_535) {
            throw prefix.wrong("port", "expected 1 to 65535, but got " + proxy.port());
        }
        ProxySelector plain = ProxySelector.of(InetSocketAddress.createUnresolved(host, proxy.port()));
        String user = proxy.username();
        if (user == null) {
            return plain;
        }
        String password = prefix.required("password", proxy.password(), "Set it, or remove the user name.");
        try {
            return AuthenticatingProxySelector.of(plain, user, password.toCharArray());
        } catch (IllegalArgumentException e) {
            throw prefix.wrong("username", "it or the password is rejected: " + e.getMessage());
        }
    }

    /** Makes a client travel this way. */
    void apply(ConnectorClientBuilder client) {
        if (proxy != null) {
            client.proxy(proxy);
        }
        if (tls != null) {
            client.sslContext(tls);
        }
    }

    /** Makes a sign-in travel this way. */
    void apply(ProviderBuilder<?> provider) {
        if (proxy != null) {
            provider.proxy(proxy);
        }
        if (tls != null) {
            provider.sslContext(tls);
        }
    }

    /** Opens no more tunnels through a proxy that wants a password. */
    @Override
    public void close() {
        if (proxy instanceof AuthenticatingProxySelector relay) {
            relay.close();
        }
    }
}

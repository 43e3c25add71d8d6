package io.github.d365fo.connector;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Workers;
import io.github.d365fo.connector.internal.proxy.TunnelRelay;
import io.github.d365fo.connector.internal.proxy.TunnelRules;
import io.github.d365fo.connector.internal.time.Randomness;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Selects proxies that require a user and a password (Basic). Use one instance for {@link ConnectorClientBuilder#proxy}
 * and for the builders of token providers:
 *
 * <pre>{@code
 * ProxySelector proxy = AuthenticatingProxySelector.of(
 *         ProxySelector.of(new InetSocketAddress("proxy.contoso.com", 8080)), user, password);
 * }</pre>
 *
 * <p>{@code java.net.http} accepts an {@link java.net.Authenticator}, but does not authenticate a tunnel unless a
 * property of the whole JVM allows it ({@code jdk.http.auth.tunneling.disabledSchemes}), and on many JDKs it then sends
 * no access token. So this selector opens its tunnels through a relay in this JVM, on a loopback port that serves no
 * other process. The relay listens from the first use until the selector is closed or garbage collected. It passes TLS
 * through unread. The password reaches the proxy as Basic always does: anyone who sees that connection can read it.
 *
 * <p>Only tunnels are authenticated, that is, requests to {@code https} addresses. Thread-safe.
 */
@SuppressWarnings("exports") // JSpecify's annotations are for tools; nobody needs their module to compile against this.
public final class AuthenticatingProxySelector extends ProxySelector implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int HTTPS = 443;

    private final ProxySelector proxies;
    private final TunnelRules rules;
    private @Nullable TunnelRelay relay;
    private Cleaner.@Nullable Cleanable listening;
    private boolean closed;

    private AuthenticatingProxySelector(ProxySelector proxies, TunnelRules rules) {
        this.proxies = proxies;
        this.rules = rules;
    }

    /**
     * Returns a selector that authenticates to the proxies of another selector.
     *
     * @param proxies selects the proxies: {@link ProxySelector#of} for a fixed one, or
     *     {@link ProxySelector#getDefault()}
     * @param user the user, without a colon
     * @param password the password, which is copied; the caller may overwrite it
     * @throws IllegalArgumentException if {@code user} is blank or contains a colon, or if either contains a control
     *     character
     */
    public static AuthenticatingProxySelector of(ProxySelector proxies, String user, char[] password) {
        Objects.requireNonNull(proxies, "proxies");
        Objects.requireNonNull(user, "user");
        String secret = new String(Objects.requireNonNull(password, "password"));
        if (user.isBlank() || user.indexOf(':') >= 0 || hasControls(user)) {
            throw new IllegalArgumentException("user: expected a name without a colon, but got " + user.length()
                    + " characters that are blank or hold one, or a control character");
        }
        if (hasControls(secret)) {
            throw new IllegalArgumentException(
                    "password: expected none, but got a control character among " + secret.length() + " characters");
        }
        return new AuthenticatingProxySelector(proxies, new TunnelRules(Randomness.uniqueId(), user, secret));
    }

    /**
     * Returns the proxies for {@code target}: the relay if the address is {@code https} and has a proxy, else what the
     * other selector returns.
     *
     * @throws IllegalStateException if the selector is closed
     */
    @Override
    public List<Proxy> select(URI target) {
        Optional<InetSocketAddress> proxy = tunnelProxyOf(target);
        if (proxy.isEmpty()) {
            return proxies.select(target);
        }
        rules.allow(target.getHost(), target.getPort() < 0 ? HTTPS : target.getPort(), proxy.get());
        return List.of(new Proxy(Proxy.Type.HTTP, relay().address()));
    }

    void tell(KnownSecrets secrets) {
        rules.tell(secrets);
    }

    /** Passes the failure on to the other selector. */
    @Override
    public void connectFailed(URI target, SocketAddress address, IOException failure) {
        proxies.connectFailed(target, address, failure);
    }

    /** Returns the proxy between this machine and {@code target}, or empty if there is none. */
    public Optional<InetSocketAddress> proxyOf(URI target) {
        return proxies.select(Objects.requireNonNull(target, "target")).stream()
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .map(proxy -> (InetSocketAddress) proxy.address())
                .findFirst();
    }

    /**
     * Returns the {@code Proxy-Authorization} header by which the relay recognizes requests of this JVM to
     * {@code target}, or empty if none is needed. The SDK sets it itself; other code that uses this selector must set
     * it. The relay does not forward it, and it contains neither user nor password.
     */
    public Optional<String> authorization(URI target) {
        return tunnelProxyOf(Objects.requireNonNull(target, "target")).map(proxy -> rules.key());
    }

    /** Opens no more tunnels; existing ones stay open. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        if (listening != null) {
            listening.clean();
        }
    }

    /** Returns nothing secret. */
    @Override
    public String toString() {
        return "AuthenticatingProxySelector[" + proxies + "]";
    }

    private Optional<InetSocketAddress> tunnelProxyOf(URI target) {
        return "https".equalsIgnoreCase(target.getScheme()) ? proxyOf(target) : Optional.empty();
    }

    private synchronized TunnelRelay relay() {
        if (closed) {
            throw new IllegalStateException("the proxy selector is closed");
        }
        if (relay == null) {
            TunnelRelay opened = TunnelRelay.open(rules, Workers.create());
            listening = CLEANER.register(this, opened::close);
            relay = opened;
        }
        return relay;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}

package io.github.d365fo.connector.internal.proxy;

import io.github.d365fo.connector.error.KnownSecrets;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The key, targets, proxies and credentials of a relay. Thread-safe. */
public final class TunnelRules {
    private final String key;
    private final String signIn;
    private final String password;
    private final Map<String, InetSocketAddress> proxies = new ConcurrentHashMap<>();

    /** Serves clients that know {@code key}, and authenticates with {@code user} and {@code password}. */
    public TunnelRules(String key, String user, String password) {
        this.key = "Relay " + key;
        this.password = password;
        this.signIn =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Allows tunnels to {@code host} and {@code port} through {@code proxy}. */
    public void allow(String host, int port, InetSocketAddress proxy) {
        proxies.put(target(host, port), proxy);
    }

    /** Returns the {@code Proxy-Authorization} for the relay. */
    public String key() {
        return key;
    }

    /** Returns the {@code Proxy-Authorization} for the proxy. */
    String signIn() {
        return signIn;
    }

    /** Adds the password to {@code secrets}. */
    public void tell(KnownSecrets secrets) {
        secrets.keep(password);
    }

    boolean knows(String shownKey) {
        return MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), shownKey.getBytes(StandardCharsets.UTF_8));
    }

    Optional<InetSocketAddress> proxyOf(String target) {
        return Optional.ofNullable(proxies.get(target.toLowerCase(Locale.ROOT)));
    }

    private static String target(String host, int port) {
        return (host + ":" + port).toLowerCase(Locale.ROOT);
    }
}

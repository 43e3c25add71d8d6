package io.github.d365fo.auth;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The connection settings that the builders of all providers share. Not thread-safe.
 *
 * @param <B> the builder
 */
public abstract class ProviderBuilder<B extends ProviderBuilder<B>> {
    private @Nullable HttpClient httpClient;
    private @Nullable ProxySelector proxy;
    private @Nullable SSLContext sslContext;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofSeconds(30);
    private Clock clock = Clock.systemUTC();

    ProviderBuilder() {}

    abstract B self();

    /**
     * Sets the HTTP client to use. The provider never closes it. Default: the provider's own client, which is replaced
     * after a minute without use, so that no connection is reused that a load balancer has dropped; that can't be
     * guaranteed for a client that you pass in.
     *
     * @throws IllegalArgumentException if {@code client} follows redirects, which could carry the secret elsewhere
     */
    public B httpClient(HttpClient client) {
        Objects.requireNonNull(client, "httpClient");
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "httpClient: expected one that never follows redirects, but got " + client.followRedirects());
        }
        this.httpClient = client;
        return self();
    }

    /**
     * Sets the proxy; use an {@link io.github.d365fo.connector.AuthenticatingProxySelector} for one that requires a
     * user and a password. Default: the system's. Ignored if you set an {@link #httpClient}.
     */
    public B proxy(ProxySelector selector) {
        this.proxy = Objects.requireNonNull(selector, "proxy");
        return self();
    }

    /** Sets the TLS context. Default: the JDK's. Ignored if you set an {@link #httpClient}. */
    public B sslContext(SSLContext context) {
        this.sslContext = Objects.requireNonNull(context, "sslContext");
        return self();
    }

    /**
     * Sets how long opening a connection may take. Default 10 seconds. Ignored if you set an {@link #httpClient}.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     */
    public B connectTimeout(Duration limit) {
        this.connectTimeout = positive("connectTimeout", limit);
        return self();
    }

    /**
     * Sets how long each request for a token may take, to the last byte of the response. Default 30 seconds.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     */
    public B timeout(Duration limit) {
        this.timeout = positive("timeout", limit);
        return self();
    }

    /**
     * Sets the clock for the lifetimes of tokens, assertions and certificates. Default: the system's. A
     * {@link io.github.d365fo.connector.VirtualClock} also controls the waits between attempts.
     */
    public B clock(Clock time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return self();
    }

    Clock time() {
        return clock;
    }

    TokenEndpoint endpoint() {
        return new TokenEndpoint(
                httpClient != null
                        ? Connections.given(httpClient, clock)
                        : Connections.own(() -> client(proxy, sslContext), clock),
                timeout,
                clock);
    }

    /** Returns an endpoint for addresses inside the machine, which must not go through a proxy. */
    TokenEndpoint localEndpoint() {
        return new TokenEndpoint(
                Connections.own(() -> client(HttpClient.Builder.NO_PROXY, null), clock), timeout, clock);
    }

    private HttpClient client(@Nullable ProxySelector selector, @Nullable SSLContext context) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        if (selector != null) {
            builder.proxy(selector);
        }
        if (context != null) {
            builder.sslContext(context);
        }
        return builder.build();
    }

    /**
     * Returns a valid id; a text with white space or anything but ASCII is a name and no identity provider accepts it.
     */
    static String id(String name, String value) {
        String bare = filled(name, value);
        if (!bare.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    name + ": expected an id, such as the GUID of an app registration, but got " + value.length()
                            + " characters with white space or non-ASCII characters; a display name is not an id");
        }
        return bare;
    }

    static String filled(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(
                    name + ": expected a text, but got " + value.length() + " characters of white space");
        }
        return value.strip();
    }

    static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(name + " is missing: set it before build()");
        }
        return value;
    }

    private static Duration positive(String name, Duration limit) {
        Objects.requireNonNull(limit, name);
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(name + ": expected more than zero, but got " + limit);
        }
        return limit;
    }
}

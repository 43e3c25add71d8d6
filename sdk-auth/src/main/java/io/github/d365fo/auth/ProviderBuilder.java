package io.github.d365fo.auth;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the builders of all providers share: how to reach the identity provider. Not thread-safe.
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
     * Sets the HTTP client to use. It is never closed. Default: one of the provider's own, which is replaced when it was
     * idle for a minute, so that no connection is used that a load balancer has forgotten; that can't be promised of
     * one that is handed in.
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
     * Sets the proxy; an {@link io.github.d365fo.connector.AuthenticatingProxySelector} signs in to one that wants that.
     * Default: the system's. Without effect on an {@link #httpClient} that was handed in.
     */
    public B proxy(ProxySelector selector) {
        this.proxy = Objects.requireNonNull(selector, "proxy");
        return self();
    }

    /** Sets the TLS context. Default: the JDK's. Without effect on an {@link #httpClient} that was handed in. */
    public B sslContext(SSLContext context) {
        this.sslContext = Objects.requireNonNull(context, "sslContext");
        return self();
    }

    /**
     * Sets how long the making of a connection may take. Default 10 seconds. Without effect on an {@link #httpClient}
     * that was handed in.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     */
    public B connectTimeout(Duration limit) {
        this.connectTimeout = positive("connectTimeout", limit);
        return self();
    }

    /**
     * Sets how long each request for a token may take, to the last byte of its answer. Default 30 seconds.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     */
    public B timeout(Duration limit) {
        this.timeout = positive("timeout", limit);
        return self();
    }

    /**
     * Sets the clock by which tokens, assertions and certificates are measured. Default: the system's. A
     * {@link io.github.d365fo.connector.VirtualClock} also decides when the waits between two tries are over.
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

    /** Returns an endpoint for addresses inside the machine, which no proxy may see. */
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

    /** Returns an id; what has white space or anything but ASCII in it is a name, and no identity provider knows it. */
    static String id(String name, String value) {
        String bare = filled(name, value);
        if (!bare.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    name + ": expected an id, such as the GUID of an app registration, but got " + value.length()
                            + " characters with white space or others than ASCII; a display name is no id");
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

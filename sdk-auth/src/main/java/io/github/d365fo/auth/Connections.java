package io.github.d365fo.auth;

import io.github.d365fo.connector.AuthenticatingProxySelector;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client for token requests. A provider's own client is replaced after it was idle, since a load balancer may
 * have silently dropped its connection and there is no other way to get a new one; and after a request without a
 * response, since a JDK client whose thread has died never answers again. Thread-safe.
 */
final class Connections {
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

    private final @Nullable Supplier<HttpClient> clients;
    private final Clock clock;
    private HttpClient client;
    private @Nullable Instant lastAnswer;

    private Connections(@Nullable Supplier<HttpClient> clients, HttpClient first, Clock clock) {
        this.clients = clients;
        this.client = first;
        this.clock = clock;
    }

    /** Uses clients from {@code own}, one after another. */
    static Connections own(Supplier<HttpClient> own, Clock clock) {
        return new Connections(own, own.get(), clock);
    }

    /** Always uses {@code client}. */
    static Connections given(HttpClient client, Clock clock) {
        return new Connections(null, client, clock);
    }

    /** Returns the client for the next request. */
    synchronized HttpClient next() {
        // Without a response there is no connection to reuse.
        if (clients != null && lastAnswer != null && isIdleTooLong(lastAnswer)) {
            client = clients.get();
            lastAnswer = null;
        }
        return client;
    }

    /** Notes that a request was answered, so that its connection stays open. */
    synchronized void answered() {
        lastAnswer = clock.instant();
    }

    /** Notes that {@code used} got no response. */
    synchronized void unanswered(HttpClient used) {
        if (clients != null && client == used) {
            client = clients.get();
            lastAnswer = null;
        }
    }

    /** Returns the proxy header of a request to {@code target}, if it needs one. */
    Optional<String> proxyAuthorization(URI target) {
        return selector() instanceof AuthenticatingProxySelector authenticating
                ? authenticating.authorization(target)
                : Optional.empty();
    }

    /** Returns host and port of the proxy for {@code target}, or empty if there is none. */
    Optional<String> proxy(URI target) {
        ProxySelector selector = selector();
        if (selector == null) {
            return Optional.empty();
        }
        Optional<InetSocketAddress> proxy = selector instanceof AuthenticatingProxySelector authenticating
                ? authenticating.proxyOf(target)
                : selector.select(target).stream()
                        .filter(one -> one.type() == Proxy.Type.HTTP)
                        .map(one -> (InetSocketAddress) one.address())
                        .findFirst();
        return proxy.map(address -> address.getHostString() + ":" + address.getPort());
    }

    private boolean isIdleTooLong(Instant then) {
        return Duration.between(then, clock.instant()).compareTo(LONGEST_IDLE) > 0;
    }

    private @Nullable ProxySelector selector() {
        return next().proxy().orElseGet(ProxySelector::getDefault);
    }
}

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
 * The HTTP client over which tokens are asked for. One of the provider's own is replaced after a silence, for a load
 * balancer may have forgotten its connection without a word, and there is no other way to have a new one; and after a
 * request without an answer, for a JDK client whose one thread has died never answers again. Thread-safe.
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

    /** Uses clients of {@code own}, one after another. */
    static Connections own(Supplier<HttpClient> own, Clock clock) {
        return new Connections(own, own.get(), clock);
    }

    /** Uses {@code client} for ever. */
    static Connections given(HttpClient client, Clock clock) {
        return new Connections(null, client, clock);
    }

    /** Returns the client for the next request. */
    synchronized HttpClient next() {
        // Without an answer there is no connection to use again.
        if (clients != null && lastAnswer != null && isLongAgo(lastAnswer)) {
            client = clients.get();
            lastAnswer = null;
        }
        return client;
    }

    /** Says that a request was answered, so that its connection stays open. */
    synchronized void answered() {
        lastAnswer = clock.instant();
    }

    /** Says that {@code used} gave no answer. */
    synchronized void unanswered(HttpClient used) {
        if (clients != null && client == used) {
            client = clients.get();
            lastAnswer = null;
        }
    }

    /** Returns the header that a request to {@code target} carries as far as its proxy, if it needs one. */
    Optional<String> proxyAuthorization(URI target) {
        return selector() instanceof AuthenticatingProxySelector authenticating
                ? authenticating.authorization(target)
                : Optional.empty();
    }

    /** Returns host and port of the proxy on the way to {@code target}, or empty if there is none. */
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

    private boolean isLongAgo(Instant then) {
        return Duration.between(then, clock.instant()).compareTo(LONGEST_IDLE) > 0;
    }

    private @Nullable ProxySelector selector() {
        return next().proxy().orElseGet(ProxySelector::getDefault);
    }
}

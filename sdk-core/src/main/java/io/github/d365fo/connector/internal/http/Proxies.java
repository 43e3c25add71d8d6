package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.AuthenticatingProxySelector;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.proxy.ProxyProblem;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The proxies between the client and its servers: their credentials, and the meaning of their errors. */
final class Proxies {
    /**
     * A proxy requires authentication; java.net.http returns this response and throws on others with the message below.
     */
    private static final int WANTS_SIGN_IN = 407;

    private static final Pattern REFUSED_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

    private final @Nullable ProxySelector selector;

    Proxies(ClientSettings settings) {
        HttpClient given = settings.httpClient();
        ProxySelector chosen = given == null ? settings.proxy() : given.proxy().orElse(null);
        this.selector = chosen == null ? ProxySelector.getDefault() : chosen;
    }

    /** Returns the proxy header of a request to {@code target}, if it needs one. */
    Optional<String> authorization(URI target) throws LostException, InterruptedException {
        try {
            return selector instanceof AuthenticatingProxySelector authenticating
                    ? authenticating.authorization(target)
                    : Optional.empty();
        } catch (Throwable e) { // From the user's own selector.
            throw LostException.notBegun(e);
        }
    }

    /**
     * Returns the status with which a proxy refused a tunnel, or empty if something else failed. Messages of other
     * failures may quote a server.
     */
    static OptionalInt refusedStatus(Throwable failure) {
        Matcher words = REFUSED_TUNNEL.matcher(String.valueOf(failure.getMessage()));
        return words.matches() ? OptionalInt.of(Integer.parseInt(words.group(1))) : OptionalInt.empty();
    }

    /**
     * Throws if the response is a proxy's own 407. The one to {@code CONNECT} has no body. Without TLS it may come from
     * the proxy or the server, and the request has left in any case. A 407 out of a tunnel, or without a proxy, is the
     * server's.
     */
    @SuppressWarnings(
            "NullAway") // java.net.http returns null as the body of the response to CONNECT, against its contract.
    void requireServersOwn(URI target, HttpResponse<PullBodySubscriber> answer) throws LostException {
        if (answer.statusCode() != WANTS_SIGN_IN) {
            return;
        }
        if (answer.body() == null) {
            throw LostException.refusedByProxy(answer.statusCode());
        }
        if (!isTunnelled(target) && name(target).isPresent()) {
            answer.body().close();
            throw LostException.refusedByProxy(answer.statusCode());
        }
    }

    private static boolean isTunnelled(URI target) {
        return "https".equalsIgnoreCase(target.getScheme());
    }

    /** Returns the failure of a request to {@code target} that a proxy refused with {@code status}. */
    ProxyRefused refusal(URI target, int status, boolean possiblySent) {
        String proxy = name(target).orElse("in between");
        return new ProxyRefused(proxy, status, "the proxy " + proxy + " " + words(target, status), possiblySent);
    }

    /** Returns a description of the proxy to {@code target}, or nothing if there is none. */
    String way(URI target) {
        return name(target).map(proxy -> " (through the proxy " + proxy + ")").orElse("");
    }

    private String words(URI target, int status) {
        Optional<ProxyProblem> trouble = ProxyProblem.of(status);
        if (trouble.isPresent() && selector instanceof AuthenticatingProxySelector) {
            return trouble.get().words();
        }
        String what = " (status " + status + ")";
        if (status == WANTS_SIGN_IN) {
            return selector instanceof AuthenticatingProxySelector && isTunnelled(target)
                    ? "rejects the user and password" + what
                    : "requires authentication" + what + "; use an AuthenticatingProxySelector";
        }
        return "refuses a connection to " + target.getHost() + what;
    }

    /** This is only for messages, so a failing selector of the user's makes them shorter and nothing else. */
    private Optional<String> name(URI target) {
        try {
            return nameOrThrow(target);
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }
    }

    private Optional<String> nameOrThrow(URI target) {
        if (selector instanceof AuthenticatingProxySelector authenticating) {
            return authenticating.proxyOf(target).map(Proxies::hostAndPort);
        }
        return selector == null
                ? Optional.empty()
                // The HTTP client uses the first of several, or no proxy if the first is DIRECT.
                : selector.select(target).stream()
                        .limit(1)
                        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                        .findFirst()
                        .map(proxy -> hostAndPort((InetSocketAddress) proxy.address()));
    }

    private static String hostAndPort(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}

package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.AuthenticatingProxySelector;
import io.github.d365fo.connector.internal.ClientSettings;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.proxy.ProxyTrouble;
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

/** The proxies between the client and its servers: what they want to hear, and what it means when one refuses. */
final class Proxies {
    /** A proxy that wants a sign-in; java.net.http hands this answer out and words the others so. */
    private static final int WANTS_SIGN_IN = 407;

    private static final Pattern REFUSED_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

    private final @Nullable ProxySelector selector;

    Proxies(ClientSettings settings) {
        HttpClient given = settings.httpClient();
        ProxySelector chosen = given == null ? settings.proxy() : given.proxy().orElse(null);
        this.selector = chosen == null ? ProxySelector.getDefault() : chosen;
    }

    /** Returns the header that a request to {@code target} carries as far as the proxy, if it needs one. */
    Optional<String> authorization(URI target) throws LostException, InterruptedException {
        try {
            return selector instanceof AuthenticatingProxySelector authenticating
                    ? authenticating.authorization(target)
                    : Optional.empty();
        } catch (Throwable e) { // Beneath it is a selector of the user's.
            throw LostException.notBegun(e);
        }
    }

    /**
     * Returns the status with which a proxy refused a tunnel, or empty if something else failed. A server's own words
     * are quoted in the messages of other failures.
     */
    static OptionalInt refusedStatus(Throwable failure) {
        Matcher words = REFUSED_TUNNEL.matcher(String.valueOf(failure.getMessage()));
        return words.matches() ? OptionalInt.of(Integer.parseInt(words.group(1))) : OptionalInt.empty();
    }

    /**
     * Refuses an answer of a proxy's own, which is its wish for a sign-in. That to {@code CONNECT} has no body. To a
     * request without TLS either the proxy or the server may say so, and it has left in any case. What comes out of a
     * tunnel, or comes where there is no proxy, is the server's.
     */
    @SuppressWarnings("NullAway") // java.net.http gives the answer to CONNECT null for a body, against its contract.
    void refuseTheirs(URI target, HttpResponse<PullBody> answer) throws LostException {
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

    /** Returns the words for the way to {@code target}, where there is a proxy on it. */
    String way(URI target) {
        return name(target).map(proxy -> " (by way of the proxy " + proxy + ")").orElse("");
    }

    private String words(URI target, int status) {
        Optional<ProxyTrouble> trouble = ProxyTrouble.of(status);
        if (trouble.isPresent() && selector instanceof AuthenticatingProxySelector) {
            return trouble.get().words();
        }
        String what = " (status " + status + ")";
        if (status == WANTS_SIGN_IN) {
            return selector instanceof AuthenticatingProxySelector && isTunnelled(target)
                    ? "refuses the user and password" + what
                    : "wants a sign-in" + what + "; an AuthenticatingProxySelector gives it one";
        }
        return "refuses a connection to " + target.getHost() + what;
    }

    /** It is asked for words only, so a user's selector that fails makes them fewer and nothing else. */
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
                // Of several the HTTP client takes the first, or goes without one if that is none.
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

package io.github.d365fo.auth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.TokenUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends token requests over {@code java.net.http}; the OAuth SDK signs and parses, but opens no connection.
 * Thread-safe.
 */
final class TokenEndpoint {
    /** The message of java.net.http if a proxy opens no tunnel; only 407 comes as a response, without a body. */
    private static final Pattern REFUSED_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

    private static final Duration WITHOUT_LIFETIME = Duration.ofMinutes(5);

    private static final int PROXY_WANTS_SIGN_IN = 407;

    private final Connections http;
    private final Duration timeout;
    private final Clock clock;

    TokenEndpoint(Connections http, Duration timeout, Clock clock) {
        this.http = http;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Posts a form, which is overwritten afterwards. */
    HttpResponse<byte[]> post(URI address, FormBody form) throws InterruptedException {
        byte[] body = form.toBytes();
        form.erase();
        try {
            return send(request(address)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build());
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity");
        http.proxyAuthorization(address).ifPresent(value -> request.header("Proxy-Authorization", value));
        return request;
    }

    HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        String host = request.uri().getHost();
        HttpClient client = http.next();
        FutureTask<HttpResponse<byte[]>> answer =
                new FutureTask<>(() -> client.send(request, info -> new CappedBody()));
        begin(answer);
        try {
            HttpResponse<byte[]> got = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (got.statusCode() == PROXY_WANTS_SIGN_IN) {
                throw TokenErrors.proxyRefused(http.proxy(request.uri()), got.statusCode());
            }
            http.answered();
            return got;
        } catch (ExecutionException e) {
            http.unanswered(client);
            throw lost(request.uri(), e.getCause());
        } catch (TimeoutException e) {
            http.unanswered(client);
            throw TokenErrors.unreachable(host, new IOException("no complete response within " + timeout, e));
        } finally {
            answer.cancel(true);
        }
    }

    /**
     * In a thread of its own, because the request's own timeout ends with the headers, and a body may stall. What
     * {@code sendAsync} returns completes in the common pool, whose threads the program may have occupied.
     */
    private static void begin(Runnable exchange) {
        Thread thread = new Thread(exchange, "d365fo-token-request");
        thread.setDaemon(true);
        thread.start();
    }

    private TokenUnavailableException lost(URI address, @Nullable Throwable failure) {
        String words = String.valueOf(failure);
        Matcher tunnel = REFUSED_TUNNEL.matcher(words);
        if (tunnel.find()) {
            return TokenErrors.proxyRefused(http.proxy(address), Integer.parseInt(tunnel.group(1)));
        }
        if (words.contains("WWW-Authenticate header missing")) {
            return TokenErrors.hidden(address.getHost());
        }
        return words.contains("content length header with 204")
                ? TokenErrors.bodyOfNone(address.getHost())
                : TokenErrors.unreachable(address.getHost(), failure);
    }

    /** Returns the token in {@code answer}. */
    AccessToken read(URI address, HttpResponse<byte[]> answer) {
        String text = AnswerText.of(answer);
        if (answer.statusCode() / 100 == 3 || text.isBlank()) {
            throw TokenErrors.unreadable(answer, clock.instant());
        }
        try {
            Map<String, Object> fields = JSONObjectUtils.parse(text);
            if (answer.statusCode() == 200 && fields.get("access_token") instanceof String token) {
                return AccessToken.of(token, end(fields));
            }
            if (answer.statusCode() == 200) {
                throw TokenErrors.unreadable(answer, clock.instant());
            }
            throw TokenErrors.refused(address, answer, fields, clock.instant());
        } catch (ParseException | IllegalArgumentException e) {
            // Its message may quote the response, so it is not used as a cause.
            throw TokenErrors.unreadable(answer, clock.instant());
        }
    }

    Instant now() {
        return clock.instant();
    }

    /** Waits, on the clock if it is virtual. */
    void pause(Duration delay) throws InterruptedException {
        CompletableFuture<Void> over = clock instanceof VirtualClock virtual
                ? virtual.delay(delay)
                : new CompletableFuture<Void>().completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS);
        try {
            over.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the clock's wait failed", e);
        }
    }

    /** Numbers may come as texts; managed identity endpoints send {@code expires_on} in seconds since 1970. */
    private Instant end(Map<String, Object> fields) {
        long on = number(fields.get("expires_on"));
        long in = number(fields.get("expires_in"));
        if (in > 0) {
            return clock.instant().plusSeconds(in);
        }
        return on > 0 ? Instant.ofEpochSecond(on) : clock.instant().plus(WITHOUT_LIFETIME);
    }

    private static long number(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.matches("\\d{1,11}") ? Long.parseLong(text) : 0;
    }
}

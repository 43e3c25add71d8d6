package io.github.d365fo.auth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.github.d365fo.connector.auth.AccessToken;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends token requests over {@code java.net.http}; the OAuth SDK writes and reads them, but opens no connection.
 * Thread-safe.
 */
final class TokenEndpoint {
    private static final Duration WITHOUT_LIFETIME = Duration.ofMinutes(5);

    private final HttpClient http;
    private final Duration timeout;
    private final Clock clock;

    TokenEndpoint(HttpClient http, Duration timeout, Clock clock) {
        this.http = http;
        this.timeout = timeout;
        this.clock = clock;
    }

    AccessToken fetch(TokenRequest request) throws InterruptedException {
        HttpResponse<byte[]> answer = send(request);
        try {
            return read(TokenResponse.parse(forNimbus(answer)), answer);
        } catch (ParseException e) {
            // Its message may quote the answer, so it is no cause to show.
            throw TokenErrors.unreadable(answer.statusCode(), text(answer));
        }
    }

    private AccessToken read(TokenResponse response, HttpResponse<byte[]> answer) {
        if (!response.indicatesSuccess()) {
            ErrorObject error = response.toErrorResponse().getErrorObject();
            throw TokenErrors.refused(
                    answer.statusCode(), Optional.ofNullable(error.getCode()).orElse("no OAuth error"), text(answer));
        }
        var token = response.toSuccessResponse().getTokens().getAccessToken();
        Duration lifetime = token.getLifetime() > 0 ? Duration.ofSeconds(token.getLifetime()) : WITHOUT_LIFETIME;
        return AccessToken.of(token.getValue(), clock.instant().plus(lifetime));
    }

    private HttpResponse<byte[]> send(TokenRequest request) throws InterruptedException {
        HttpRequest http1 = HttpRequest.newBuilder(request.getEndpointURI())
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        request.toHTTPRequest().getBody()))
                .build();
        // Asynchronous because the request's own timeout ends with the headers, and a body may stand still.
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(http1, info -> new CappedBody());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw TokenErrors.unreachable(request.getEndpointURI().getHost(), e.getCause());
        } catch (TimeoutException e) {
            throw TokenErrors.unreachable(
                    request.getEndpointURI().getHost(), new IOException("no whole answer within " + timeout, e));
        } finally {
            answer.cancel(true);
        }
    }

    private static HTTPResponse forNimbus(HttpResponse<byte[]> answer) throws ParseException {
        HTTPResponse response = new HTTPResponse(answer.statusCode());
        Optional<String> type = answer.headers().firstValue("Content-Type");
        if (type.isPresent()) {
            response.setContentType(type.get());
        }
        response.setBody(text(answer));
        return response;
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}

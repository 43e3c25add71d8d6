package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Gets a token from a fake server like a client of the real one. */
public final class TokenFetch implements Callable<AccessToken> {
    private final URI endpoint;
    private final String form;
    private final Supplier<HttpClient> http;
    private final Duration patience;
    private final InstantSource clock;

    /** Sends {@code form} to {@code endpoint} and waits for {@code patience}; tokens expire by {@code clock}. */
    public TokenFetch(URI endpoint, String form, Supplier<HttpClient> http, Duration patience, InstantSource clock) {
        this.endpoint = endpoint;
        this.form = form;
        this.http = http;
        this.patience = patience;
        this.clock = clock;
    }

    /** Returns the form with which an app requests a token with its secret. */
    public static String form(String clientId, String secret, String scope) {
        return "grant_type=client_credentials&client_id=" + encode(clientId) + "&client_secret=" + encode(secret)
                + "&scope=" + encode(scope);
    }

    @Override
    public AccessToken call() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(patience)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = http.get().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new TokenUnavailableException(
                    "the fake token endpoint refused with status " + answer.statusCode(), null);
        }
        Map<String, String> fields = JsonFields.texts(answer.body());
        return AccessToken.of(
                fields.getOrDefault("access_token", ""),
                clock.instant().plusSeconds(Long.parseLong(fields.getOrDefault("expires_in", "0"))));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

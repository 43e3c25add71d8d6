package io.github.d365fo.testkit;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.testkit.internal.json.JsonText;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;

/** Gets a token from a fake server as a client of the real one would. */
final class TokenFetch implements Callable<AccessToken> {
    private final FakeConnectorServer server;

    TokenFetch(FakeConnectorServer server) {
        this.server = server;
    }

    @Override
    public AccessToken call() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.tokenEndpoint())
                .timeout(FakeConnectorServer.SLOWEST_MACHINE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form()))
                .build();
        HttpResponse<String> answer = server.clients().http().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new TokenUnavailableException(
                    "the fake token endpoint refused with status " + answer.statusCode(), null);
        }
        Map<String, String> fields = JsonText.fields(answer.body());
        return AccessToken.of(
                fields.getOrDefault("access_token", ""),
                server.clock().instant().plusSeconds(Long.parseLong(fields.getOrDefault("expires_in", "0"))));
    }

    private String form() {
        return "grant_type=client_credentials&client_id=" + encode(server.clientId()) + "&client_secret="
                + encode(server.clientSecret()) + "&scope=" + encode(server.environment() + "/.default");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package io.github.d365fo.testkit.harness;

import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a fake identity provider for tokens as a form does, and says what came of it. */
public final class TokenForm {
    private static final Pattern CODE = Pattern.compile("AADSTS\\d+");

    private TokenForm() {}

    /** Returns the code of the refusal, or the status if there is none. */
    public static String secret(FakeConnectorServer server, String clientId, String secret) throws IOException {
        return send(server, "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret);
    }

    /** Returns the code of the refusal, or the status if there is none. */
    public static String password(FakeConnectorServer server, String user, String password) throws IOException {
        return send(
                server,
                "grant_type=password&client_id=" + server.clientId() + "&username=" + user + "&password=" + password);
    }

    private static String send(FakeConnectorServer server, String form) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(server.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form + "&scope="
                        + URLEncoder.encode(server.environment() + "/.default", StandardCharsets.UTF_8)))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            Matcher code = CODE.matcher(answer.body());
            return code.find() ? code.group() : String.valueOf(answer.statusCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

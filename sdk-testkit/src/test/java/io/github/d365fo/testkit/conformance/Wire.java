package io.github.d365fo.testkit.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** Sends requests to an environment, with no code of the client in between. */
record Wire(URI environment, Supplier<String> token) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    /** Longer than an import or an empty queue is known to keep one waiting. */
    private static final Duration LONGEST = Duration.ofMinutes(6);

    private static final String ACTIONS = "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.";

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", at(path), "", "Authorization", bearer());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send("POST", at(path), json, "Authorization", bearer(), "Content-Type", "application/json");
    }

    /** Calls an action of the data management API. */
    Answer act(String action, String json) throws IOException, InterruptedException {
        return post(action(action), json);
    }

    static String action(String name) {
        return ACTIONS + name;
    }

    /** Sends these headers alone, and no token unless it is among them. */
    Answer send(String method, URI address, String body, String... headers) throws IOException, InterruptedException {
        return send(method, address, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer send(String method, URI address, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(LONGEST)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Answer(HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1)));
    }

    URI at(String path) {
        return environment.resolve(path);
    }

    String bearer() {
        return "Bearer " + token.get();
    }
}

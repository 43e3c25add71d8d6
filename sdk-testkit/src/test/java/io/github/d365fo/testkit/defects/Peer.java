package io.github.d365fo.testkit.defects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** What a hand-written client is made of: bare HTTP and a token that is fetched once. Its users add the defects. */
final class Peer {
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeConnectorServer server;
    private final String token;

    Peer(FakeConnectorServer server) {
        this.server = server;
        this.token = server.tokenProvider()
                .token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
    }

    HttpResponse<String> dequeue() throws IOException, InterruptedException {
        return send(at("dequeue", exports()).GET());
    }

    HttpResponse<String> acknowledge(String body) throws IOException, InterruptedException {
        return send(at("ack", exports()).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> download(String message) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(fields(message).get("DownloadLocation"))));
    }

    HttpResponse<String> enqueue(String body, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = at("enqueue", server.importJob().activityId() + "?entity=Customers&company=usmf")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    HttpResponse<String> status(String messageId) throws IOException, InterruptedException {
        return action("GetMessageStatus", "{\"messageId\":" + messageId + "}");
    }

    HttpResponse<String> action(String name, String parameters) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.environment()
                        .resolve("/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities." + name))
                .POST(BodyPublishers.ofString(parameters)));
    }

    /** Returns what an action answers. */
    String value(String name, String parameters) throws IOException, InterruptedException {
        return fields(action(name, parameters).body()).getOrDefault("value", "");
    }

    static Map<String, String> fields(String json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                fields.put(name, parser.nextToken() == JsonToken.VALUE_NULL ? null : parser.getText());
            }
        }
        return fields;
    }

    private String exports() {
        return server.exportJob().activityId().value();
    }

    private HttpRequest.Builder at(String verb, String rest) {
        return HttpRequest.newBuilder(server.environment().resolve("/api/connector/" + verb + "/" + rest));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
    }
}

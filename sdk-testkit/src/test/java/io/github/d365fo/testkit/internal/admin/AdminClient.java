package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Asks the administration of a server, and holds each answer against what the server's OpenAPI document says of it. */
public final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI environment;
    private final JsonNode document;

    public AdminClient(URI environment) {
        this.environment = environment;
        this.document = parse(send("GET", "/openapi.json", new byte[0]).body());
    }

    JsonNode document() {
        return document;
    }

    public JsonNode get(String path) {
        return call("GET", path, "", 200);
    }

    /** Asks and returns the answer, which must have this status and be as it is described. */
    public JsonNode call(String method, String path, String body, int status) {
        return call(method, path, body.getBytes(StandardCharsets.UTF_8), status);
    }

    public JsonNode call(String method, String path, byte[] body, int status) {
        JsonNode taken = operation(method, path).at("/requestBody/content/application~1json/schema");
        if (status < 300 && !taken.isMissingNode()) {
            valid(taken, parse(body));
        }
        HttpResponse<byte[]> response = send(method, path, body);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(text).isEqualTo(status);
        JsonNode described = resolve(operation(method, path).path("responses").path(String.valueOf(status)));
        assertThat(described.isObject())
                .as("%s %s may answer %s", method, path, status)
                .isTrue();
        if (!described.has("content")) {
            assertThat(text).isEmpty();
            return JSON.nullNode();
        }
        JsonNode answer = parse(response.body());
        valid(described.at("/content/application~1json/schema"), answer);
        return answer;
    }

    /** Asks and returns why it was refused. */
    String refusal(String method, String path, String body, int status) {
        return call(method, path, body, status).path("error").asText();
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(environment + "/__admin" + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode operation(String method, String path) {
        Iterator<Map.Entry<String, JsonNode>> paths = document.path("paths").fields();
        while (paths.hasNext()) {
            Map.Entry<String, JsonNode> each = paths.next();
            if (("/__admin" + path).matches(each.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                return each.getValue().path(method.toLowerCase(Locale.ROOT));
            }
        }
        throw new AssertionError("no path is described for " + path);
    }

    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    void valid(JsonNode schema, JsonNode value) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.path("components"));
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(root)
                        .validate(value))
                .as("%s", value)
                .isEmpty();
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.internal.http.Addresses;
import io.github.d365fo.testkit.internal.http.BodyText;
import io.github.d365fo.testkit.internal.http.HttpExchange;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** A request to the administration. Used by one thread. */
final class AdminCall {
    private static final int LARGEST_OBJECT = 1 << 20;

    private final HttpExchange exchange;
    private final Map<String, String> variables;

    AdminCall(HttpExchange exchange, Map<String, String> variables) {
        this.exchange = exchange;
        this.variables = variables;
    }

    /**
     * Returns a variable of the path.
     *
     * @throws IllegalArgumentException if it is not percent-encoded correctly
     */
    String variable(String name) {
        try {
            // In a path a plus is a plus; this decoder is for forms.
            return URLDecoder.decode(variables.getOrDefault(name, "").replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + ": expected two hexadecimal digits after each %, but got something else", e);
        }
    }

    /** Returns the body as an object with no other fields than these. */
    JsonObject body(String first, String... others) throws IOException {
        return body().only(
                        Stream.concat(Stream.of(first), Arrays.stream(others)).toArray(String[]::new));
    }

    /** Returns the body as an object, whose fields the caller checks. */
    JsonObject body() throws IOException {
        byte[] bytes = exchange.body().readNBytes(LARGEST_OBJECT + 1);
        if (bytes.length > LARGEST_OBJECT) {
            throw new IllegalArgumentException(
                    "expected a JSON object of at most " + LARGEST_OBJECT + " bytes, but got more");
        }
        return JsonObject.parse(BodyText.of(bytes));
    }

    /** Returns the address of the server that its client used. */
    URI here(Addresses addresses) {
        return addresses.of(exchange);
    }

    /** Stores the body as a new file in {@code directory}. */
    Path upload(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "published", ".bin");
        Files.copy(exchange.body(), file, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /** Answers with JSON and a line break, for terminals. */
    void json(int status, Object value) throws IOException {
        bytes(status, "application/json", (JsonObject.write(value) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void done() throws IOException {
        exchange.begin(204, 0);
    }

    /** Answers with a status and a reason. */
    void refuse(int status, String reason) throws IOException {
        json(status, new JsonObject().put("error", reason));
    }

    void bytes(int status, String contentType, byte[] bytes) throws IOException {
        header("Content-Type", contentType);
        exchange.begin(status, bytes.length).write(bytes);
    }

    void bytes(InputStream content, long size) throws IOException {
        header("Content-Type", "application/octet-stream");
        content.transferTo(exchange.begin(200, size));
    }

    void header(String name, String value) {
        exchange.answerHeaders().put(name, value);
    }
}

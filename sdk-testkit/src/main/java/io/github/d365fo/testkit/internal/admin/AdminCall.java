package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.internal.http.HttpExchange;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A request to the administration. Used by one thread. */
final class AdminCall {
    private static final int LARGEST_OBJECT = 1 << 20;

    private final HttpExchange exchange;
    private final Map<String, String> variables;

    AdminCall(HttpExchange exchange, Map<String, String> variables) {
        this.exchange = exchange;
        this.variables = variables;
    }

    /** Returns a part of the path that the route has a name for. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    InputStream stream() {
        return exchange.body();
    }

    /** Returns the body as an object with no other fields than these. */
    JsonObject body(String... names) throws IOException {
        byte[] bytes = stream().readNBytes(LARGEST_OBJECT);
        return JsonObject.parse(new String(bytes, StandardCharsets.UTF_8)).only(names);
    }

    /** Answers with a line of JSON, which is kinder to a terminal than JSON without an end. */
    void json(int status, Object value) throws IOException {
        bytes(status, "application/json", (JsonObject.write(value) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void done() throws IOException {
        exchange.begin(204, 0, () -> {});
    }

    /** Answers with a status and why. */
    void refuse(int status, String reason) throws IOException {
        json(status, new JsonObject().put("error", reason));
    }

    void bytes(int status, String contentType, byte[] bytes) throws IOException {
        header("Content-Type", contentType);
        exchange.begin(status, bytes.length, () -> {}).write(bytes);
    }

    void bytes(InputStream content, long size) throws IOException {
        header("Content-Type", "application/octet-stream");
        content.transferTo(exchange.begin(200, size, () -> {}));
    }

    void header(String name, String value) {
        exchange.answerHeaders().put(name, value);
    }
}

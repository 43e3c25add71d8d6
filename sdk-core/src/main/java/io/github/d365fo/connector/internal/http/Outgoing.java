package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request, before it is authorized. Immutable. */
public final class Outgoing {
    private final Operation operation;
    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final @Nullable String json;
    private final @Nullable Payload payload;
    private final TransferListener progress;

    private Outgoing(
            Operation operation,
            String method,
            URI uri,
            Map<String, String> headers,
            @Nullable String json,
            @Nullable Payload payload,
            TransferListener progress) {
        this.operation = operation;
        this.method = method;
        this.uri = uri;
        this.headers = Map.copyOf(headers);
        this.json = json;
        this.payload = payload;
        this.progress = progress;
    }

    /** Returns a GET. */
    public static Outgoing get(Operation operation, URI uri) {
        return new Outgoing(operation, "GET", uri, Map.of(), null, null, TransferListener.none());
    }

    /** Returns a POST of JSON. */
    public static Outgoing post(Operation operation, URI uri, String json) {
        return new Outgoing(
                operation,
                "POST",
                uri,
                Map.of("Content-Type", "application/json"),
                json,
                null,
                TransferListener.none());
    }

    /** Returns a POST of a payload; {@code progress} hears how many bytes were sent. */
    public static Outgoing upload(
            Operation operation, URI uri, String contentType, Payload payload, TransferListener progress) {
        return new Outgoing(operation, "POST", uri, Map.of("Content-Type", contentType), null, payload, progress);
    }

    /** Returns a copy with one more header. */
    public Outgoing header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Outgoing(operation, method, uri, more, json, payload, progress);
    }

    /** Returns what the request asks for. */
    public Operation operation() {
        return operation;
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    String json() {
        return json;
    }

    @Nullable
    Payload payload() {
        return payload;
    }

    TransferListener progress() {
        return progress;
    }
}

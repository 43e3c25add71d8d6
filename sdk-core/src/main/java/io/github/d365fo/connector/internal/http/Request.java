package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request, before it is authorized. Immutable. */
public final class Request {
    /**
     * The HTTP client decompresses nothing and files must come unchanged; without this header a server may compress.
     */
    private static final Map<String, String> BARE = Map.of("Accept-Encoding", "identity");

    /** The headers for the environment; only the OData headers are known to matter, to its actions. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OData-Version", "4.0",
            "OData-MaxVersion", "4.0",
            "Accept", "application/json;odata.metadata=minimal",
            "Accept-Charset", "UTF-8",
            "Accept-Encoding", "identity");

    /** The headers of a POST of JSON to the environment. */
    private static final Map<String, String> JSON = with(ENVIRONMENT, "Content-Type", "application/json");

    private final Operation operation;
    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final @Nullable String text;
    private final @Nullable Payload payload;
    private final TransferListener progress;

    private Request(
            Operation operation,
            String method,
            URI uri,
            Map<String, String> headers,
            @Nullable String text,
            @Nullable Payload payload,
            TransferListener progress) {
        this.operation = operation;
        this.method = method;
        this.uri = uri;
        this.headers = Map.copyOf(headers);
        this.text = text;
        this.payload = payload;
        this.progress = progress;
    }

    /** Returns a GET of the environment. */
    public static Request get(Operation operation, URI uri) {
        return new Request(operation, "GET", uri, ENVIRONMENT, null, null, TransferListener.none());
    }

    /** Returns a POST of JSON to the environment. */
    public static Request post(Operation operation, URI uri, String json) {
        return new Request(operation, "POST", uri, JSON, json, null, TransferListener.none());
    }

    /** Returns a POST of a payload to the environment; {@code progress} receives the number of bytes sent. */
    public static Request upload(
            Operation operation, URI uri, String contentType, Payload payload, TransferListener progress) {
        return new Request(operation, "POST", uri, ENVIRONMENT, null, payload, progress)
                .header("Content-Type", contentType);
    }

    /** Returns a GET of another server, without the environment's headers. */
    public static Request bareGet(Operation operation, URI uri) {
        return new Request(operation, "GET", uri, BARE, null, null, TransferListener.none());
    }

    /** Returns a PUT of a payload to another server; {@code progress} receives the number of bytes sent. */
    public static Request barePut(Operation operation, URI uri, Payload payload, TransferListener progress) {
        return new Request(operation, "PUT", uri, BARE, null, payload, progress);
    }

    /** Returns a PUT of a small text to another server. */
    public static Request barePut(Operation operation, URI uri, String text) {
        return new Request(operation, "PUT", uri, BARE, text, null, TransferListener.none());
    }

    /** Returns a copy with one more header. */
    public Request header(String name, String value) {
        return new Request(operation, method, uri, with(headers, name, value), text, payload, progress);
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return Map.copyOf(more);
    }

    /** Returns the operation of the request. */
    public Operation operation() {
        return operation;
    }

    /** Returns whether it uploads a payload, which may take long. */
    public boolean isUpload() {
        return payload != null;
    }

    /** Returns its method. */
    public String method() {
        return method;
    }

    /** Returns its target. */
    public URI uri() {
        return uri;
    }

    /** Returns the length of its text, 0 if it has none. */
    public long textSize() {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns a copy whose payload's progress {@code listener} hears, too. */
    public Request heardBy(TransferListener listener) {
        return new Request(operation, method, uri, headers, text, payload, (sent, total) -> {
            listener.onProgress(sent, total);
            progress.onProgress(sent, total);
        });
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    String text() {
        return text;
    }

    @Nullable
    Payload payload() {
        return payload;
    }

    TransferListener progress() {
        return progress;
    }
}

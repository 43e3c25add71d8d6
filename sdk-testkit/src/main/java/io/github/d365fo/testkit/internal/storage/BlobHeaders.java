package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a client wants to be told about a blob when it reads it. Immutable and thread-safe.
 *
 * @param properties the standard headers that the client set, by their names in answers
 * @param metadata the client's own texts, by their names without {@code x-ms-meta-}
 */
record BlobHeaders(Map<String, String> properties, Map<String, String> metadata) {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String METADATA = "x-ms-meta-";
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    /** The names of metadata are C# identifiers ("Naming and referencing metadata"). */
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The headers of a request by those of an answer ("Set Blob Properties"). */
    private static final Map<String, String> SENT_AS = Map.of(
            CONTENT_TYPE,
            "x-ms-blob-content-type",
            "Content-Encoding",
            "x-ms-blob-content-encoding",
            "Content-Language",
            "x-ms-blob-content-language",
            "Content-Disposition",
            "x-ms-blob-content-disposition",
            "Cache-Control",
            "x-ms-blob-cache-control");

    static BlobHeaders ofType(String contentType) {
        return new BlobHeaders(Map.of(CONTENT_TYPE, contentType), Map.of());
    }

    /** Reads those of a whole blob that is sent in one request, whose own headers count as well. */
    static BlobHeaders ofBlob(HttpCall call) throws BlobRefusal {
        Map<String, String> properties = new TreeMap<>();
        for (String name : new String[] {CONTENT_TYPE, "Content-Encoding", "Content-Language", "Cache-Control"}) {
            call.header(name).ifPresent(value -> properties.put(name, value));
        }
        properties.putAll(sent(call));
        return new BlobHeaders(properties, metadata(call));
    }

    /** Reads those of a blob that is assembled from blocks; the request's own type is that of the list. */
    static BlobHeaders ofBlocks(HttpCall call) throws BlobRefusal {
        return new BlobHeaders(sent(call), metadata(call));
    }

    /**
     * Returns these with the properties of a request, which sets all of them or none ("Set Blob Properties, Remarks").
     */
    BlobHeaders withProperties(HttpCall call) {
        return new BlobHeaders(sent(call), metadata);
    }

    /** Returns whether a request sets any property, the checksum included. */
    static boolean anySent(HttpCall call) {
        return !sent(call).isEmpty() || call.header("x-ms-blob-content-md5").isPresent();
    }

    /** Returns these with the metadata of a request instead. */
    BlobHeaders withMetadata(HttpCall call) throws BlobRefusal {
        return new BlobHeaders(properties, metadata(call));
    }

    String contentType() {
        return properties.getOrDefault(CONTENT_TYPE, UNKNOWN_TYPE);
    }

    void writeTo(HttpCall call) {
        properties.forEach(call::responseHeader);
        call.responseHeader(CONTENT_TYPE, contentType());
        writeMetadataTo(call);
    }

    void writeMetadataTo(HttpCall call) {
        metadata.forEach((name, value) -> call.responseHeader(METADATA + name, value));
    }

    JsonObject save() {
        return new JsonObject().put("properties", JsonObject.of(properties)).put("metadata", JsonObject.of(metadata));
    }

    static BlobHeaders restore(JsonObject saved) {
        return new BlobHeaders(texts(saved.requireObject("properties")), texts(saved.requireObject("metadata")));
    }

    private static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new TreeMap<>();
        object.names().forEach(name -> texts.put(name, object.requireText(name)));
        return texts;
    }

    private static Map<String, String> sent(HttpCall call) {
        Map<String, String> properties = new TreeMap<>();
        SENT_AS.forEach((name, as) -> sent(call, as).ifPresent(value -> properties.put(name, value)));
        return properties;
    }

    /** A blank value clears a property. */
    private static Optional<String> sent(HttpCall call, String header) {
        return call.header(header).filter(value -> !value.isBlank());
    }

    private static Map<String, String> metadata(HttpCall call) throws BlobRefusal {
        Map<String, String> metadata = call.headersBelow(METADATA);
        if (!metadata.keySet().stream()
                .allMatch(name -> IDENTIFIER.matcher(name).matches())) {
            throw BlobError.INVALID_METADATA.refusal();
        }
        return metadata;
    }
}

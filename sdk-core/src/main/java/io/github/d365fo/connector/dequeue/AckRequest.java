package io.github.d365fo.connector.dequeue;

import io.github.d365fo.connector.internal.wire.Json;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The acknowledgement of a message: the response of <em>dequeue</em>, sent back unchanged. Immutable and thread-safe.
 */
public final class AckRequest {
    private final String json;
    private final String correlationId;
    private final String popReceipt;

    private AckRequest(String json, String correlationId, String popReceipt) {
        this.json = json;
        this.correlationId = correlationId;
        this.popReceipt = popReceipt;
    }

    /** Acknowledges {@code message} with all its fields, including those that this SDK does not know. */
    public static AckRequest of(DequeueResult message) {
        Objects.requireNonNull(message, "message");
        return new AckRequest(message.toJson(), message.correlationId(), message.popReceipt());
    }

    /**
     * Acknowledges with the three fields that the service needs, for programs that kept nothing else.
     *
     * @throws IllegalArgumentException if {@code correlationId} or {@code popReceipt} is blank
     */
    public static AckRequest of(String correlationId, String popReceipt, URI downloadLocation) {
        Objects.requireNonNull(downloadLocation, "downloadLocation");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("CorrelationId", filled("correlationId", correlationId));
        fields.put("PopReceipt", filled("popReceipt", popReceipt));
        fields.put("DownloadLocation", downloadLocation.toString());
        return new AckRequest(Json.write(fields), correlationId, popReceipt);
    }

    /** Returns the correlation id of the delivery to acknowledge. */
    public String correlationId() {
        return correlationId;
    }

    /** Returns the pop receipt, the secret that proves the lease. */
    public String popReceipt() {
        return popReceipt;
    }

    /** Returns the body of the request. It contains the pop receipt. */
    public String toJson() {
        return json;
    }

    /** Returns whether {@code other} has the same body. */
    @Override
    public boolean equals(Object other) {
        return other instanceof AckRequest that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Returns the correlation id and nothing secret. */
    @Override
    public String toString() {
        return "AckRequest[correlationId=" + Redaction.clean(correlationId) + "]";
    }

    private static String filled(String field, String value) {
        Objects.requireNonNull(value, field);
        if (value.isBlank()) {
            throw new IllegalArgumentException(
                    field + ": expected a text, but got " + value.length() + " characters of white space");
        }
        return value;
    }
}

package io.github.d365fo.connector.dequeue;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.wire.BodyText;
import io.github.d365fo.connector.internal.wire.Json;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.JsonObject;
import io.github.d365fo.connector.internal.wire.ServerUri;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message of an export queue, leased to the program that dequeued it. Immutable and thread-safe.
 *
 * <p>To continue after a restart, store {@link #toJson()} and {@link #dequeuedAt()} and pass both to
 * {@link #fromJson(String, Instant)}.
 */
public final class DequeueResult {
    /** How long a message is leased: 30 minutes ("Recurring integrations, API for acknowledgment"). */
    public static final Duration LEASE = Duration.ofMinutes(30);

    private final String json;
    private final Instant dequeuedAt;
    private final String correlationId;
    private final String popReceipt;
    private final Optional<URI> downloadLocation;
    private final boolean fileExists;
    private final Optional<String> errorMessage;
    private final Optional<Instant> lastDequeuedAt;
    private final boolean redelivery;
    private final KnownSecrets secrets;

    private DequeueResult(String json, Instant dequeuedAt, KnownSecrets secrets) throws JsonException {
        JsonObject fields = Json.parseObject(json);
        this.json = BodyText.withoutMark(json);
        this.dequeuedAt = dequeuedAt;
        this.correlationId = name(fields.requiredText("CorrelationId"));
        this.popReceipt = fields.requiredText("PopReceipt");
        this.downloadLocation = location(fields);
        this.fileExists = fields.bool("IsDownLoadFileExist").orElse(downloadLocation.isPresent());
        this.errorMessage = fields.text("FileDownLoadErrorMessage");
        this.lastDequeuedAt = fields.time("LastDequeueDateTime");
        this.redelivery = lastDequeuedAt.isPresent();
        this.secrets = secrets;
        secrets.learn(popReceipt);
        downloadLocation.ifPresent(secrets::learn);
    }

    /**
     * Parses a response of <em>dequeue</em>; its lease starts now. Unknown fields are kept for the acknowledgement.
     *
     * @throws IllegalArgumentException if {@code json} is not an object with {@code CorrelationId} and
     *     {@code PopReceipt}, or if the former can't be a file name; the message names the field
     */
    public static DequeueResult fromJson(String json) {
        return fromJson(json, Clock.systemUTC().instant());
    }

    /**
     * Parses a response of <em>dequeue</em> that was received at {@code dequeuedAt}. Unknown fields are kept for the
     * acknowledgement.
     *
     * @throws IllegalArgumentException if {@code json} is not an object with {@code CorrelationId} and
     *     {@code PopReceipt}, or if the former can't be a file name; the message names the field
     */
    public static DequeueResult fromJson(String json, Instant dequeuedAt) {
        return fromJson(json, dequeuedAt, new KnownSecrets());
    }

    /**
     * Parses a response of <em>dequeue</em> that was received at {@code dequeuedAt}. {@code secrets} learns the pop
     * receipt; known secrets stay out of {@link #errorMessage()} and {@link #toString()}.
     *
     * @throws IllegalArgumentException if {@code json} is not an object with {@code CorrelationId} and
     *     {@code PopReceipt}, or if the former can't be a file name; the message names the field
     */
    public static DequeueResult fromJson(String json, Instant dequeuedAt, KnownSecrets secrets) {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(dequeuedAt, "dequeuedAt");
        Objects.requireNonNull(secrets, "secrets");
        try {
            return new DequeueResult(json, dequeuedAt, secrets);
        } catch (JsonException e) {
            throw new IllegalArgumentException("dequeue result: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the service's id for this delivery of the message, a GUID in every response seen so far; it is not
     * documented whether a redelivery keeps it. You can use it as a file name: an id that could lead out of a directory
     * is rejected when the response is parsed.
     */
    public String correlationId() {
        return correlationId;
    }

    /** Returns the pop receipt, the secret that proves the lease; every delivery of a message has a new one. */
    public String popReceipt() {
        return popReceipt;
    }

    /**
     * Returns the address of the package as the service gave it, often with {@code http} and port 80, which
     * {@code download} corrects; empty if the message has no file.
     */
    public Optional<URI> downloadLocation() {
        return downloadLocation;
    }

    /** Returns whether the message has a file. If not, acknowledge it anyway, or it comes back. */
    public boolean fileExists() {
        return fileExists && downloadLocation.isPresent();
    }

    /** Returns why there is no file, in the service's words without secrets, or empty if it gave none. */
    public Optional<String> errorMessage() {
        return errorMessage.map(secrets::clean);
    }

    /** Returns when the message was last delivered before, or empty if this is the first delivery. */
    public Optional<Instant> lastDequeuedAt() {
        return lastDequeuedAt;
    }

    /** Returns whether the message was delivered before and not acknowledged. */
    public boolean isRedelivery() {
        return redelivery;
    }

    /** Returns when the message was dequeued, by the client's clock. */
    public Instant dequeuedAt() {
        return dequeuedAt;
    }

    /** Returns when the lease ends, 30 minutes after {@link #dequeuedAt()}; from then on the message may come back. */
    public Instant leaseExpiresAt() {
        return dequeuedAt.plus(LEASE);
    }

    /** Returns the service's response, byte for byte. It contains the pop receipt: protect it like a password. */
    public String toJson() {
        return json;
    }

    /** Returns whether {@code other} is the same delivery. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DequeueResult that && json.equals(that.json) && dequeuedAt.equals(that.dequeuedAt);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Returns the message without its pop receipt and address. */
    @Override
    public String toString() {
        return "DequeueResult[correlationId=" + secrets.clean(correlationId) + ", fileExists=" + fileExists()
                + ", isRedelivery=" + redelivery + ", leaseExpiresAt=" + leaseExpiresAt() + "]";
    }

    private static String name(String correlationId) throws JsonException {
        if (correlationId.equals(".") || correlationId.equals("..") || isPath(correlationId)) {
            throw new JsonException(
                    "expected a file name in CorrelationId, but it looks like a path or contains a control character");
        }
        return correlationId;
    }

    private static boolean isPath(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '\\' || c < ' ' || c == 0x7F) {
                return true;
            }
        }
        return false;
    }

    private static Optional<URI> location(JsonObject fields) throws JsonException {
        Optional<String> text = fields.text("DownloadLocation");
        return text.isEmpty() ? Optional.empty() : Optional.of(ServerUri.parse("DownloadLocation", text.get()));
    }
}

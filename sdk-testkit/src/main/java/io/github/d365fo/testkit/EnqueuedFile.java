package io.github.d365fo.testkit;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.content.StateDirectory;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that was enqueued: what the integration really sent, and with which parameters.
 *
 * <pre>{@code
 * imports.enqueue(journal.company("usrt").externalId("batch-42"));
 * EnqueuedFile file = server.importJob().enqueued().get(0);
 * assert file.entity().equals(Optional.of("General journal"));
 * assert file.externalId().equals(Optional.of("batch-42"));
 * assert file.company().equals(Optional.of("usrt"));
 * assert file.legalEntity().equals("usmf"); // the job's: its "Use company from message" is off
 * assert new String(file.bytes(), StandardCharsets.UTF_8).startsWith("<Document");
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class EnqueuedFile {
    private final MessageId messageId;
    private final Content content;
    private final Optional<String> entity;
    private final Optional<String> company;
    private final Optional<String> externalId;
    private final String legalEntity;
    private final Instant enqueuedAt;

    EnqueuedFile(
            MessageId messageId,
            Content content,
            Optional<String> entity,
            Optional<String> company,
            Optional<String> externalId,
            String legalEntity,
            Instant enqueuedAt) {
        this.messageId = messageId;
        this.content = content;
        this.entity = entity;
        this.company = company;
        this.externalId = externalId;
        this.legalEntity = legalEntity;
        this.enqueuedAt = enqueuedAt;
    }

    /** Returns the id that the enqueuer was given. */
    public MessageId messageId() {
        return messageId;
    }

    /** Returns the bytes of the file; {@link #open()} is for large ones. */
    public byte[] bytes() {
        try (InputStream stream = open()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the enqueued file can't be read", e);
        }
    }

    /**
     * Opens the file from its beginning, as long as the server runs.
     *
     * @throws IOException if the server is closed
     */
    public InputStream open() throws IOException {
        return content.open();
    }

    JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("messageId", messageId)
                .put("content", keeper.keep(content))
                .put("entity", entity)
                .put("company", company)
                .put("externalId", externalId)
                .put("legalEntity", legalEntity)
                .put("enqueuedAt", enqueuedAt);
    }

    static EnqueuedFile restore(JsonObject saved, StateDirectory directory) {
        return new EnqueuedFile(
                MessageId.verbatim(saved.requireText("messageId")),
                directory.content(saved.requireText("content")),
                saved.text("entity"),
                saved.text("company"),
                saved.text("externalId"),
                saved.requireText("legalEntity"),
                saved.requireInstant("enqueuedAt"));
    }

    Content content() {
        return content;
    }

    /** Returns its length in bytes. */
    public long size() {
        return content.size();
    }

    /** Returns the parameter {@code entity}, or empty if it was missing. */
    public Optional<String> entity() {
        return entity;
    }

    /** Returns the parameter {@code company}, or empty if it was missing. */
    public Optional<String> company() {
        return company;
    }

    /** Returns the external id, or empty if it was missing. */
    public Optional<String> externalId() {
        return externalId;
    }

    /** Returns the legal entity it is imported into, which need not be {@link #company()}. */
    public String legalEntity() {
        return legalEntity;
    }

    /** Returns when it came, by the server's clock. */
    public Instant enqueuedAt() {
        return enqueuedAt;
    }

    /** Returns all but the content. */
    @Override
    public String toString() {
        return "EnqueuedFile[" + messageId + ", " + size() + " bytes, entity=" + entity.orElse(null) + ", company="
                + company.orElse(null) + ", externalId=" + externalId.orElse(null) + "]";
    }
}

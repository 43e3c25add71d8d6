package io.github.d365fo.testkit;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.testkit.internal.connector.ReceivedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that was enqueued: what the integration sent, and with which parameters.
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
    private final ReceivedFile file;

    EnqueuedFile(ReceivedFile file) {
        this.file = file;
    }

    /** Returns the message id that the client received. */
    public MessageId messageId() {
        return file.messageId();
    }

    /** Returns the bytes of the file; use {@link #open()} for a large one. */
    public byte[] bytes() {
        try (InputStream stream = open()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the enqueued file can't be read", e);
        }
    }

    /**
     * Opens the file while the server is running.
     *
     * @throws IOException if the server is closed
     */
    public InputStream open() throws IOException {
        return file.content().open();
    }

    /** Returns its length in bytes. */
    public long size() {
        return file.content().size();
    }

    /** Returns the parameter {@code entity}, or empty if it was missing. */
    public Optional<String> entity() {
        return file.entity();
    }

    /** Returns the parameter {@code company}, or empty if it was missing. */
    public Optional<String> company() {
        return file.company();
    }

    /** Returns the external id, or empty if it was missing. */
    public Optional<String> externalId() {
        return file.externalId();
    }

    /** Returns the legal entity it is imported into, which need not be {@link #company()}. */
    public String legalEntity() {
        return file.legalEntity();
    }

    /** Returns when it was enqueued, by the server's clock. */
    public Instant enqueuedAt() {
        return file.enqueuedAt();
    }

    /** Returns whether {@code other} is the same file, enqueued by the same request. */
    @Override
    public boolean equals(Object other) {
        return other instanceof EnqueuedFile enqueued && enqueued.file.equals(file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    /** Returns everything but the content. */
    @Override
    public String toString() {
        return "EnqueuedFile[" + messageId() + ", " + size() + " bytes, entity=" + entity().orElse(null) + ", company="
                + company().orElse(null) + ", externalId=" + externalId().orElse(null) + "]";
    }
}

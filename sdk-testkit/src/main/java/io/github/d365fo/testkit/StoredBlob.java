package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.storage.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A file in the fake blob storage: a package that was uploaded for an import, or one that an export wrote.
 *
 * <pre>{@code
 * client.dataManagement()
 *         .newImport(Payload.ofBytes(zip), ImportRequest.of("Customer groups import"))
 *         .await(Duration.ofHours(1));
 * StoredBlob uploaded = server.dataManagement().blobs().get(0);
 * assert Arrays.equals(uploaded.bytes(), zip);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class StoredBlob {
    private final String name;
    private final Blob blob;

    StoredBlob(String name, Blob blob) {
        this.name = name;
        this.blob = blob;
    }

    /** Returns the name, without account and container. */
    public String name() {
        return name;
    }

    /** Returns the length in bytes. */
    public long size() {
        return blob.content().size();
    }

    /** Returns the media type, {@code application/octet-stream} if the client sent none. */
    public String contentType() {
        return blob.contentType();
    }

    /** Returns the checksum in Base64, or empty if the file was uploaded in blocks and the client sent none. */
    public Optional<String> contentMd5() {
        return blob.contentMd5();
    }

    /** Returns the version, in quotes. */
    public String etag() {
        return blob.etag();
    }

    /** Returns the number of blocks the file was uploaded in; zero if it was uploaded in one request. */
    public int blocks() {
        return blob.blocks().size();
    }

    /** Returns the bytes; use {@link #open()} for a large file. */
    public byte[] bytes() {
        try (InputStream stream = open()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the stored file can't be read", e);
        }
    }

    /**
     * Opens the file while the server is running.
     *
     * @throws IOException if the server is closed
     */
    public InputStream open() throws IOException {
        return blob.content().open();
    }

    /** Returns name, size and version. */
    @Override
    public String toString() {
        return "StoredBlob[" + name + ", " + size() + " bytes, " + etag() + "]";
    }
}

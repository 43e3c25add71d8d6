package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.storage.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A file in the fake blob storage: a package that was uploaded to be imported, or one that an export put there.
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

    /** Returns the media type, {@code application/octet-stream} if the uploader named none. */
    public String contentType() {
        return blob.contentType();
    }

    /** Returns the checksum in base64, or empty if the file came in blocks and the uploader named none. */
    public Optional<String> contentMd5() {
        return blob.contentMd5();
    }

    /** Returns the version, in quotes. */
    public String etag() {
        return blob.etag();
    }

    /** Returns how many blocks the file was put together from; zero if it was sent as one. */
    public int blocks() {
        return blob.blocks().size();
    }

    /** Returns the bytes; {@link #open()} is for large files. */
    public byte[] bytes() {
        try (InputStream stream = open()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the stored file can't be read", e);
        }
    }

    /**
     * Opens the file from its beginning, as long as the server runs.
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

package io.github.d365fo.connector.dequeue;

import java.nio.file.Path;
import java.util.Objects;

/** A downloaded package: complete, checked and on disk. Immutable and thread-safe. */
public final class DownloadedFile {
    private final Path path;
    private final long size;
    private final String sha256;

    private DownloadedFile(Path path, long size, String sha256) {
        this.path = Objects.requireNonNull(path, "path");
        this.size = size;
        this.sha256 = Objects.requireNonNull(sha256, "sha256");
    }

    /** Describes a file of {@code size} bytes whose SHA-256 is {@code sha256} in lower-case hex. */
    public static DownloadedFile of(Path path, long size, String sha256) {
        return new DownloadedFile(path, size, sha256);
    }

    /** Returns the path of the file: the target of the download. */
    public Path path() {
        return path;
    }

    /** Returns its length in bytes. */
    public long size() {
        return size;
    }

    /** Returns the SHA-256 of its bytes in lower-case hex, computed as they came from the service. */
    public String sha256() {
        return sha256;
    }

    /** Returns whether {@code other} is the same file with the same content. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DownloadedFile that
                && path.equals(that.path)
                && size == that.size
                && sha256.equals(that.sha256);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, size, sha256);
    }

    /** Returns path, length and checksum. */
    @Override
    public String toString() {
        return "DownloadedFile[" + path + ", " + size + " bytes, sha256=" + sha256 + "]";
    }
}

package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.check.CsvUnicodeStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The source of the bytes of a file in a package. They are streamed and may have any length. */
@FunctionalInterface
public interface DataSource {
    /**
     * Opens the bytes at their beginning; the writer closes the stream.
     *
     * @throws IOException if they can't be read
     */
    InputStream open() throws IOException;

    /** Returns the bytes of {@code file}, which is opened when the package is written. */
    static DataSource ofFile(Path file) {
        Objects.requireNonNull(file, "file");
        return () -> Files.newInputStream(file);
    }

    /** Returns a copy of {@code bytes}. */
    static DataSource ofBytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        byte[] copy = bytes.clone();
        return () -> new ByteArrayInputStream(copy);
    }

    /**
     * Returns the CSV of {@code utf8} in the form that {@link SourceFormat#CSV_UNICODE} requires: in UTF-16,
     * little-endian, with a byte order mark, and with CR LF at the end of each line. Line feeds inside quotes stay as
     * they are. Reading fails if {@code utf8} is not UTF-8; it may have a byte order mark.
     */
    static DataSource toCsvUnicode(DataSource utf8) {
        Objects.requireNonNull(utf8, "utf8");
        return () -> CsvUnicodeStream.of(utf8.open());
    }
}

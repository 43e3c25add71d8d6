package io.github.d365fo.feed.internal.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells whether somebody has written to a file.
 *
 * @param size how many bytes it has
 * @param modified when it was changed, by the clock of its file system
 */
record FileStamp(long size, Instant modified) {
    /** Returns the stamp that {@code file} has now, or empty if it is gone. */
    static Optional<FileStamp> of(Path file) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new FileStamp(now.size(), now.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

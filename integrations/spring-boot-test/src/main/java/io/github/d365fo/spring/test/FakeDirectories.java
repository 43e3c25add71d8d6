package io.github.d365fo.spring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.util.FileSystemUtils;

/**
 * The directories in which feeds work during a test, in place of those of the properties. They are empty when the
 * application context starts and are deleted with it. Thread-safe.
 */
public final class FakeDirectories implements AutoCloseable {
    private final Path root;

    FakeDirectories() {
        try {
            root = Files.createTempDirectory("d365fo-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the spool of the export feed {@code feed}. */
    public Path spool(String feed) {
        return of("exports", feed);
    }

    /** Returns the inbox of the import feed {@code feed}; its other folders are in it, with their usual names. */
    public Path inbox(String feed) {
        return of("imports", feed);
    }

    private Path of(String kind, String feed) {
        try {
            return Files.createDirectories(root.resolve(kind).resolve(Objects.requireNonNull(feed, "feed")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the directories. */
    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

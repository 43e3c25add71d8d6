package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.testkit.internal.http.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory for a server's large files, deleted when it is closed. */
final class TempDirectory {
    private final Path path;

    public TempDirectory() {
        try {
            this.path = Files.createTempDirectory("fake-connector");
        } catch (IOException e) {
            throw new UncheckedIOException("the fake server can't create a temporary directory", e);
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Deletes everything; files that can't be deleted are left to the system, since closing a server must not throw.
     */
    public void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> found = Files.walk(path)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.WARNING, "could not delete a temporary directory: " + path, e);
        }
    }
}

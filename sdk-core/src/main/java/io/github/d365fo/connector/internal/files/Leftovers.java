package io.github.d365fo.connector.internal.files;

import io.github.d365fo.connector.internal.time.FileAge;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deletes what killed processes left in a directory, for targets that may never be written again. A process looks once,
 * when it first writes there. Thread-safe.
 */
final class Leftovers {
    /** If a file system keeps no locks, only age tells a killed holder from an active one. */
    private static final Duration AGE = Duration.ofHours(12);

    private static final int DIRECTORIES = 1000;

    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.dequeue");

    private static final Map<Path, Boolean> SEEN = new ConcurrentHashMap<>();

    private Leftovers() {}

    /** Clears {@code directory}, a real path, the first time; concurrent callers wait. */
    static void clearOnce(Path directory) {
        if (directory.getFileSystem() != FileSystems.getDefault()) {
            return;
        }
        if (SEEN.size() > DIRECTORIES) {
            SEEN.clear();
        }
        SEEN.computeIfAbsent(directory, Leftovers::clear);
    }

    private static Boolean clear(Path directory) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(
                directory, file -> Names.isLock(file.getFileName().toString()) && isOld(file))) {
            locks.forEach(lock -> clearOne(directory, lock));
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.DEBUG, "can't look for unfinished files of killed processes", e);
        }
        return true;
    }

    private static boolean isOld(Path lock) throws IOException {
        return Present.at(lock)
                .filter(file -> file.isRegularFile() && FileAge.isOver(file.lastModifiedTime(), AGE))
                .isPresent();
    }

    private static void clearOne(Path directory, Path lock) {
        try {
            Claim.take(directory, lock.getFileName().toString(), lock, notes -> deleteParts(directory, notes))
                    .close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "could not delete an unfinished file of a killed process", e);
        }
    }

    /** Deletes the parts that {@code notes} name, but nothing that somebody has put in their place. */
    static void deleteParts(Path directory, List<String> notes) throws IOException {
        for (String note : notes) {
            if (Names.isPart(note) && Files.isRegularFile(directory.resolve(note), LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(directory.resolve(note));
            }
        }
    }
}

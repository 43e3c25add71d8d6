package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.files.Durable;
import io.github.d365fo.feed.internal.files.Presence;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Moves files so that none is overwritten and none is lost, whenever the process ends: at every moment the file is whole
 * under its old name or its new one. A move that was cut short is finished by making it again.
 */
final class Moves {
    private final StepWatcher watcher;

    Moves(StepWatcher watcher) {
        this.watcher = watcher;
    }

    /**
     * Moves {@code from} to {@code to} and forces the new name to the disk.
     *
     * @throws NameTakenException if another file has that name
     * @throws IOException if it can't be moved; it is where it was
     */
    void move(Path from, Path to) throws IOException {
        Path directory = parent(to);
        Files.createDirectories(directory);
        watcher.at("before move");
        if (!Presence.isThere(to)) {
            put(from, to);
            Durable.forceDirectory(directory);
            watcher.at("between names");
        } else if (!isSame(from, to)) {
            throw new NameTakenException(to);
        }
        Files.deleteIfExists(from);
        watcher.at("after move");
    }

    /**
     * Moves {@code from} to {@code to}, a name that nobody else uses, in one step where the file system can.
     *
     * @throws IOException if it can't be moved; it is where it was
     */
    void take(Path from, Path to) throws IOException {
        watcher.at("before taking");
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            copy(from, to);
            Durable.forceDirectory(parent(to));
            watcher.at("between names");
            Files.delete(from);
        }
        Durable.forceDirectory(parent(to));
        watcher.at("after taking");
    }

    /** Returns whether {@code copy} was copied from {@code from}, which lies on another file system. */
    static boolean isCopy(Path from, Path copy) throws IOException {
        return Presence.isThere(from)
                && Presence.isThere(copy)
                && !Files.getFileStore(from).equals(Files.getFileStore(copy))
                && Files.mismatch(from, copy) < 0;
    }

    /** Returns whether {@code to} is what a move of {@code from} left behind when it was cut short. */
    private static boolean isSame(Path from, Path to) throws IOException {
        return Files.isRegularFile(to) && (Files.isSameFile(from, to) || Files.mismatch(from, to) < 0);
    }

    private static void put(Path from, Path to) throws IOException {
        try {
            // A link takes the name only if it is free; a rename looks first and may then overwrite.
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw new NameTakenException(to);
        } catch (FileSystemException | UnsupportedOperationException e) {
            rename(from, to);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        if (Files.getFileStore(from).equals(Files.getFileStore(parent(to)))) {
            Files.move(from, to);
        } else {
            copy(from, to);
        }
    }

    /** Copies to a name that is ignored everywhere, so that the real name is only ever that of the whole file. */
    private static void copy(Path from, Path to) throws IOException {
        Path part = to.resolveSibling(FileNames.fitting(".", to.getFileName().toString(), ".part"));
        Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Durable.force(part);
        try {
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, to);
        }
    }

    static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}

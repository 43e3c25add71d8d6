package io.github.d365fo.feed.internal.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Changes to files that survive a cut once the method has returned. */
public final class Durable {
    private static final String UNFINISHED = ".new";

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Durable() {}

    /**
     * Makes {@code directory} and those above it that are missing. A link to a directory is one.
     *
     * @throws IOException if that fails, or there is something else of that name
     */
    public static void createDirectories(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (Files.isDirectory(directory)) {
            // Who made it may have been cut before the name was forced, and needed to read what is above it, too.
            if (parent != null && Files.isReadable(parent)) {
                forceDirectory(parent);
            }
            return;
        }
        if (parent != null) {
            createDirectories(parent);
        }
        Files.createDirectories(directory);
        forceName(directory);
    }

    /**
     * Makes {@code directory} as {@link #createDirectories} does; if it is new, only its owner can look into it, where the
     * file system knows permissions (POSIX).
     *
     * @throws IOException if that fails, or there is something else of that name
     */
    public static void createPrivateDirectories(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)
                && parent != null
                && directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            createDirectories(parent);
            try {
                Files.createDirectory(directory, OWNER_ONLY);
                forceName(directory);
            } catch (FileAlreadyExistsException e) {
                Files.createDirectories(directory);
            }
        } else {
            createDirectories(directory);
        }
    }

    /**
     * Writes {@code content} to {@code file} in one step: after a cut there is the old file or the new one, whole, and
     * perhaps one that {@link #isUnfinished}.
     *
     * @throws IOException if that fails; then the old one is there, or the new one that a cut may take back
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path next = beside(file);
        orDiscard(next, () -> {
            Uninterrupted.run(() -> Files.write(next, content));
            force(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
        forceName(file);
    }

    /** Makes a file. */
    @FunctionalInterface
    public interface Making {
        /** Makes it, as a whole or in part. */
        void run() throws IOException;
    }

    /**
     * Does what makes {@code file}, and deletes what there is of it if that fails: on a full disk it would be in the way.
     *
     * @throws IOException if that fails; whatever else is thrown comes through as well
     */
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // whatever ends it, and it is thrown again
    public static void orDiscard(Path file, Making making) throws IOException {
        try {
            making.run();
        } catch (Throwable e) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** Returns whether {@code file} is what {@link #write} leaves behind if the process ends meanwhile. */
    public static boolean isUnfinished(Path file) {
        return file.toString().endsWith(UNFINISHED);
    }

    /** Deletes {@code file} if it is there, and what a cut {@link #write} of it left. */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(beside(file));
    }

    /** Returns the name under which the next content of {@code file} is written. */
    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    /** Forces the content of {@code file} to the disk. */
    public static void force(Path file) throws IOException {
        force(file, StandardOpenOption.WRITE);
    }

    /** Forces the name of {@code file} to the disk, as {@link #forceDirectory} does. */
    static void forceName(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            forceDirectory(directory);
        }
    }

    /**
     * Forces the names in {@code directory} to the disk, where the file system is one of Unix: Windows has no way and
     * needs none, and file systems that Java programs bring along open no directories.
     */
    public static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            force(directory, StandardOpenOption.READ);
        }
    }

    private static void force(Path file, OpenOption option) throws IOException {
        Uninterrupted.run(() -> {
            try (FileChannel channel = FileChannel.open(file, option)) {
                channel.force(true);
            }
        });
    }
}

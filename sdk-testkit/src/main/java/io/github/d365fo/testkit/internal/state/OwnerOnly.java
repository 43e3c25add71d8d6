package io.github.d365fo.testkit.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Permissions of files with secrets: only the owner can read them. Without such permissions, as on Windows, they
 * inherit those of their directory.
 */
final class OwnerOnly {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?>[] NONE = {};

    private OwnerOnly() {}

    /** Returns the attributes for new files. */
    static FileAttribute<?>[] file(Path path) {
        return attributes(path, FILE);
    }

    /** Creates a directory and its missing parents. */
    static void makeDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, attributes(path, DIRECTORY));
        }
    }

    /** Restricts an existing directory to its owner. */
    static void closeDirectory(Path path) throws IOException {
        if (isSupported(path)) {
            Files.setPosixFilePermissions(path, DIRECTORY);
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return isSupported(path) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)} : NONE;
    }

    private static boolean isSupported(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

package io.github.d365fo.connector.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What is under a name, asked once: it may go between two questions. */
public final class Present {
    private Present() {}

    /** Returns what is at {@code path}, a link itself and not what it leads to; empty if nothing is. */
    public static Optional<BasicFileAttributes> at(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Returns whether it is an empty file. */
    public static boolean isEmptyFile(BasicFileAttributes present) {
        return present.isRegularFile() && present.size() == 0;
    }
}

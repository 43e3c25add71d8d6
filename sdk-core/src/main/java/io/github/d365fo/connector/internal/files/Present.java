package io.github.d365fo.connector.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Reads what exists at a path in one step: it may vanish between two. */
public final class Present {
    private Present() {}

    /** Returns the attributes of {@code path}, of a link itself and not its target; empty if nothing exists. */
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

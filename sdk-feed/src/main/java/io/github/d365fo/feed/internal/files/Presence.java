package io.github.d365fo.feed.internal.files;

import io.github.d365fo.feed.internal.run.MachineTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Tells whether there is a file, or that this can't be known now: {@link Files#exists} takes a disk that fails for no. */
public final class Presence {
    private Presence() {}

    /**
     * Returns whether there is {@code file}, or a link of that name.
     *
     * @throws IOException if the disk fails
     */
    public static boolean isThere(Path file) throws IOException {
        return attributes(file).isPresent();
    }

    /**
     * Returns whether there is {@code file}, and it is neither a directory nor a link.
     *
     * @throws IOException if the disk fails
     */
    public static boolean isFile(Path file) throws IOException {
        return attributes(file).filter(BasicFileAttributes::isRegularFile).isPresent();
    }

    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            if (MachineTrouble.is(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Returns whether there seems to be {@code file}, for those whom a wrong answer costs no more than a failed try. */
    public static boolean seems(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns {@code file} if it is there, else empty.
     *
     * @throws IOException if the disk fails
     */
    public static Optional<Path> ifThere(Path file) throws IOException {
        return isThere(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * Returns {@code file} if it is named and there, else empty.
     *
     * @throws IOException if the disk fails
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public static Optional<Path> ifThere(Optional<Path> file) throws IOException {
        return file.isPresent() ? ifThere(file.get()) : Optional.empty();
    }
}

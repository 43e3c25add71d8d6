package io.github.d365fo.connector.internal.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

/** Tells old files from young ones, in real time: file systems know no other. */
public final class FileAge {
    private FileAge() {}

    /** Returns whether {@code file} has not been written for longer than {@code age}. */
    public static boolean isOver(Path file, Duration age) throws IOException {
        long written =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
        return System.currentTimeMillis() - written > age.toMillis();
    }
}

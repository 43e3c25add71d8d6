package io.github.d365fo.connector.internal.time;

import java.nio.file.attribute.FileTime;
import java.time.Duration;

/** Measures the age of files, in real time, since file systems know no other. */
public final class FileAge {
    private FileAge() {}

    /** Returns whether a file that was written at {@code written} is older than {@code age}. */
    public static boolean isOver(FileTime written, Duration age) {
        return System.currentTimeMillis() - written.toMillis() > age.toMillis();
    }
}

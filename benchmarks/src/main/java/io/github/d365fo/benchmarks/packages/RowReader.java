package io.github.d365fo.benchmarks.packages;

import java.nio.file.Path;

/** Reads the rows of a package's only data file. */
@FunctionalInterface
public interface RowReader {
    /** Returns the reader of that name. */
    static RowReader of(String name) {
        return switch (name) {
            case "sdk" -> new SdkRows();
            case "zip + FastCSV" -> new FastCsvRows();
            case "zip + StAX" -> new StaxRows();
            default -> throw new IllegalArgumentException("unknown reader " + name);
        };
    }

    /** Asks each row for two of its fields, and returns how many rows there are. */
    long read(Path file) throws Exception;

    /** Fails unless a row is the one that is due. */
    static void require(String id, String group, long number) {
        if (Long.parseLong(id) != number || !group.startsWith("Group")) {
            throw new IllegalStateException("got row " + id + " of " + group + " instead of " + number);
        }
    }
}

package io.github.d365fo.connector.internal.packages.rows;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Reads the rows of a data file one at a time. Not thread-safe. */
public interface RowReader extends Closeable {
    /** Reads the next row, or returns empty if there is none. */
    Optional<Row> read() throws IOException;
}

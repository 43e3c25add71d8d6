package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.rows.RowReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a data file, read one at a time and only once. Both methods of the iterator throw an
 * {@link UncheckedIOException} if a row can't be read, whose cause is a {@link DataPackageException} if the file is at
 * fault. Close it after use. Not thread-safe.
 */
public final class DataRows implements Iterator<DataRow>, Closeable {
    private final RowReader reader;
    private @Nullable DataRow next;
    private boolean ended;

    DataRows(RowReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = reader.read().map(DataRow::new).orElse(null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public DataRow next() {
        DataRow row = hasNext() ? next : null;
        if (row == null) {
            throw new NoSuchElementException("there are no more rows");
        }
        next = null;
        return row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Returns the remaining rows as a stream; closing the stream closes the rows. */
    public Stream<DataRow> stream() {
        int properties = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, properties), false)
                .onClose(this::closeUnchecked);
    }

    private void closeUnchecked() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

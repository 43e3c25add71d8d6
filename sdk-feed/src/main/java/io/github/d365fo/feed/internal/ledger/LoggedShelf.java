package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.internal.files.ForcedLog;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A {@link Shelf} whose changes are forced to a file before they count. The file is written anew when most of it is about
 * what has changed since.
 */
final class LoggedShelf extends Shelf implements Closeable {
    private static final int RECORDS_FOR_AN_ENTRY = 8;
    private static final int RECORDS_AT_LEAST = 1_024;

    private final ForcedLog log;
    private long records;

    /**
     * Opens {@code file}, which is made if it is missing, with the entries that are in it.
     *
     * @throws IOException if it is damaged or of a later version, or can't be read or written
     */
    LoggedShelf(Path file) throws IOException {
        try {
            log = ForcedLog.open(file, record -> replay(file, record));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void replay(Path file, List<String> record) {
        if (!EntryRecord.replay(record, super::keep, super::drop)) {
            throw new UncheckedIOException(new FileSystemException(
                    file.toString(),
                    null,
                    "a later version of this library wrote it: '" + record.get(0) + "' is not known"));
        }
        records++;
    }

    @Override
    void keep(KeptEntry entry) {
        write(EntryRecord.of(entry));
        super.keep(entry);
    }

    @Override
    void drop(Collection<String> ids) {
        write(EntryRecord.forget(ids));
        super.drop(ids);
    }

    private void write(List<String> fields) {
        try {
            if (records > RECORDS_AT_LEAST + (long) RECORDS_FOR_AN_ENTRY * all().size()) {
                log.rewrite(() -> all().stream().map(EntryRecord::of).iterator());
                records = all().size();
            }
            log.append(fields);
            records++;
        } catch (IOException e) {
            throw new LedgerException("The ledger can't be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}

package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.internal.files.DirectoryLock;
import io.github.d365fo.feed.internal.files.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A ledger's directory while sessions have it open: all of this process share one, and the last one to close gives the
 * directory back.
 */
final class LedgerDirectory {
    private static final String LOG = "ledger.log";

    /** Guarded by its own monitor, as are the values' activities. */
    private static final Map<Path, LedgerDirectory> OPEN = new HashMap<>();

    private final Path directory;
    private final DirectoryLock lock;
    private final LoggedShelf shelf;
    private final Set<ActivityId> activities = new HashSet<>();

    private LedgerDirectory(Path directory) throws IOException {
        this.directory = directory;
        lock = DirectoryLock.take(directory);
        boolean opened = false;
        try {
            shelf = new LoggedShelf(directory.resolve(LOG));
            opened = true;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /**
     * Opens the part of one job, and the directory if no other session has it open.
     *
     * @throws LedgerException if that part is open, or the directory is open in another process, or its file is damaged
     *     or can't be read or written
     */
    static LedgerDirectory open(Path directory, ActivityId activity) {
        try {
            Durable.createDirectories(directory);
            Path real = directory.toRealPath();
            synchronized (OPEN) {
                LedgerDirectory open = OPEN.get(real);
                if (open == null) {
                    open = new LedgerDirectory(real);
                    OPEN.put(real, open);
                }
                if (!open.activities.add(activity)) {
                    throw new LedgerException("The ledger in " + directory + " is open for job " + activity
                            + " in another feed of this process");
                }
                return open;
            }
        } catch (IOException e) {
            throw new LedgerException("The ledger in " + directory + " can't be opened: " + e.getMessage(), e);
        }
    }

    Shelf shelf() {
        return shelf;
    }

    /**
     * Closes the part of one job.
     *
     * @throws LedgerException if the directory can't be given back
     */
    void close(ActivityId activity) {
        synchronized (OPEN) {
            activities.remove(activity);
            if (activities.isEmpty()) {
                OPEN.remove(directory);
                giveBack();
            }
        }
    }

    private void giveBack() {
        try (lock) {
            shelf.close();
        } catch (IOException e) {
            throw new LedgerException("The ledger in " + directory + " can't be closed: " + e.getMessage(), e);
        }
    }
}

package io.github.d365fo.feed;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.internal.ledger.DirectoryLedger;
import io.github.d365fo.feed.internal.ledger.MemoryLedger;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * Remembers what became of each message of an export job, so that a message that comes back is not handled again.
 *
 * <p>The service delivers a message at least once: whatever was not acknowledged comes back when its lease of 30 minutes
 * ends ("Recurring integrations, API for dequeue"). An {@code ExportFeed} therefore asks its ledger before it handles a
 * message and tells it what it did, before it acknowledges.
 *
 * <p>A ledger is a description and holds nothing; {@link #open} gives what works. The three here differ in what they
 * survive: {@link #inMemory()} nothing, {@link #inDirectory} a killed process, {@link #jdbc} the loss of the machine, and
 * it serves any number of machines. Implementations are thread-safe.
 */
public interface DeliveryLedger {
    /**
     * Opens the ledger for one export job.
     *
     * @param activity whose messages are meant; other jobs' entries in the same ledger are out of sight
     * @param owner who makes the claims: two sessions with the same owner take each other's claims for their own
     * @param clock the time by which claims run out
     * @throws LedgerException if the ledger can't be opened: it is out of reach, damaged, or open elsewhere where only
     *     one may have it
     */
    LedgerSession open(ActivityId activity, String owner, Clock clock);

    /**
     * Returns a ledger that is forgotten with the process, shared by all feeds that are built with this object. After a
     * restart, a message that was handled and not acknowledged is handled again.
     */
    static DeliveryLedger inMemory() {
        return new MemoryLedger();
    }

    /**
     * Returns a ledger in files of {@code directory}, which is made if it is missing. Each change is forced to the disk
     * before the feed goes on. One process at a time may open it, and one session at a time each job's part of it.
     *
     * <p>The directory must be on a file system with locks: on a network file system without them, opening fails. What a
     * cut left unfinished at the end of its file is dropped; a file that is damaged elsewhere is not opened, and the
     * exception names it and the line.
     */
    static DeliveryLedger inDirectory(Path directory) {
        return new DirectoryLedger(directory);
    }

    /**
     * Returns a ledger in two tables of a database, for any number of machines. Make the tables with
     * {@link JdbcDeliveryLedger#createTables()} or with your own migration. Each call takes a connection from
     * {@code source} and gives it back: give it a pool.
     */
    static JdbcDeliveryLedger jdbc(DataSource source) {
        return new JdbcDeliveryLedger(source);
    }
}

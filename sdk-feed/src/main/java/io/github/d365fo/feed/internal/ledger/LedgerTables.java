package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.LedgerException;
import java.util.List;

/**
 * The tables of a ledger. Times are milliseconds since 1970. The unique constraints that have a key within them are
 * there as indexes: a statement of their own for those could be cut off from that of its table.
 */
public final class LedgerTables {
    static final List<String> CREATE = List.of("""
            CREATE TABLE IF NOT EXISTS d365fo_delivery (
              id VARCHAR(64) NOT NULL PRIMARY KEY,
              activity VARCHAR(36) NOT NULL,
              correlation_id VARCHAR(200) NOT NULL,
              state VARCHAR(12) NOT NULL,
              attempts INT NOT NULL,
              owner VARCHAR(200),
              claimed_until BIGINT,
              acknowledged INT NOT NULL,
              sha256 VARCHAR(64),
              changed BIGINT NOT NULL,
              CONSTRAINT d365fo_delivery_content UNIQUE (activity, sha256, id))""", """
            CREATE TABLE IF NOT EXISTS d365fo_delivery_name (
              name VARCHAR(64) NOT NULL PRIMARY KEY,
              entry VARCHAR(64) NOT NULL REFERENCES d365fo_delivery (id) ON DELETE CASCADE,
              CONSTRAINT d365fo_delivery_name_entry UNIQUE (entry, name))""");

    private static final List<String> READ = List.of("""
            SELECT id, activity, correlation_id, state, attempts, owner, claimed_until, acknowledged, sha256, changed
            FROM d365fo_delivery WHERE 1 = 0""", "SELECT name, entry FROM d365fo_delivery_name WHERE 1 = 0");

    private static final int TRIES = 5;

    private LedgerTables() {}

    /**
     * Makes the tables that are missing. Several machines may do so at once: of PostgreSQL's statements that do, one may
     * fail because of another, and finds the table when it is run again.
     *
     * @throws LedgerException if the database refuses
     */
    public static void create(LedgerDatabase database) {
        for (int i = 0; i < CREATE.size(); i++) {
            if (!isThere(database, READ.get(i))) {
                create(database, CREATE.get(i));
            }
        }
    }

    /** Who may not make tables can still use those that are there. */
    private static boolean isThere(LedgerDatabase database, String read) {
        try {
            read(database, read);
            return true;
        } catch (LedgerException missing) {
            return false;
        }
    }

    private static void create(LedgerDatabase database, String create) {
        int tries = 1;
        while (true) {
            try {
                database.transaction(statements -> statements.update(create));
                return;
            } catch (LedgerException e) {
                if (tries == TRIES) {
                    throw e;
                }
                tries++;
            }
        }
    }

    /**
     * Looks whether the tables are there and can be read.
     *
     * @throws LedgerException if not
     */
    static void check(LedgerDatabase database) {
        READ.forEach(read -> read(database, read));
    }

    private static void read(LedgerDatabase database, String read) {
        database.transaction(statements -> statements.first(row -> true, read));
    }
}

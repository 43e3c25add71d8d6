package io.github.d365fo.feed;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.internal.ledger.JdbcSession;
import io.github.d365fo.feed.internal.ledger.LedgerDatabase;
import io.github.d365fo.feed.internal.ledger.LedgerTables;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * A {@link DeliveryLedger} in two tables of a database, {@code d365fo_delivery} and {@code d365fo_delivery_name}, for any
 * number of machines. Thread-safe.
 *
 * <p>PostgreSQL and H2 are tested. The statements are plain SQL that other databases know as well. Any isolation level
 * from READ COMMITTED up will do.
 *
 * <p>A connection is taken from the source for each call and given back as it came, in auto-commit or not. A statement is
 * ended after 30 seconds. A connection that hangs as a whole is the driver's to end: set its socket timeout, such as
 * PostgreSQL's {@code socketTimeout}. A transactional handler's connection is taken from the handler's source in
 * addition; a pool that serves both needs two connections for each worker.
 *
 * <p><b>Clocks.</b> Claims are written and judged by the clock of the machine that has the feed, not the database's. A
 * feed renews its claims each time a third of their length has passed, so machines' clocks may differ by up to two thirds
 * of a claim, less the time that a renewal takes. If they differ more, one machine takes over what another is still
 * handling.
 *
 * <p><b>A machine that is suspended</b> for longer than a claim, or cut off from the database, loses its messages to
 * another without knowing. When it goes on, a handler that has begun runs to its end: its effects may take place twice.
 * What it then writes to the ledger is refused. A transactional handler's effects don't take place twice, since they are
 * committed together with the ledger's entry, and that is refused, too.
 */
public final class JdbcDeliveryLedger implements DeliveryLedger {
    private final LedgerDatabase database;

    JdbcDeliveryLedger(DataSource source) {
        database = new LedgerDatabase(source);
    }

    /**
     * Makes the tables that are missing, in the schema that the connections use by default. Several machines may call it
     * at once. Where the tables are there, nothing but the right to read them is needed. This is what it runs, for
     * migrations of your own:
     *
     * <pre>{@code
     * CREATE TABLE IF NOT EXISTS d365fo_delivery (
     *   id VARCHAR(64) NOT NULL PRIMARY KEY,
     *   activity VARCHAR(36) NOT NULL,
     *   correlation_id VARCHAR(200) NOT NULL,
     *   state VARCHAR(12) NOT NULL,
     *   attempts INT NOT NULL,
     *   owner VARCHAR(200),
     *   claimed_until BIGINT,
     *   acknowledged INT NOT NULL,
     *   sha256 VARCHAR(64),
     *   changed BIGINT NOT NULL,
     *   CONSTRAINT d365fo_delivery_content UNIQUE (activity, sha256, id));
     * CREATE TABLE IF NOT EXISTS d365fo_delivery_name (
     *   name VARCHAR(64) NOT NULL PRIMARY KEY,
     *   entry VARCHAR(64) NOT NULL REFERENCES d365fo_delivery (id) ON DELETE CASCADE,
     *   CONSTRAINT d365fo_delivery_name_entry UNIQUE (entry, name));
     * }</pre>
     *
     * <p>Times are milliseconds since 1970. {@code correlation_id} is there for people who look for a message. Who deletes a
     * row makes the ledger forget its message.
     *
     * @throws LedgerException if the database refuses
     */
    public void createTables() {
        LedgerTables.create(database);
    }

    /**
     * {@inheritDoc}
     *
     * @throws LedgerException if the database can't be reached or doesn't have the tables
     * @throws IllegalArgumentException if {@code owner} has more than 200 characters
     */
    @Override
    public LedgerSession open(ActivityId activity, String owner, Clock clock) {
        return JdbcSession.open(database, activity, owner, clock);
    }
}

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
 * PostgreSQL's {@code socketTimeout}.
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
     * at once. Where the tables are there, nothing but the right to read them is needed.
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

package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.support.PostgresServer;
import javax.sql.DataSource;

class PostgresLedgerTest extends JdbcLedgerContract {
    @Override
    DataSource newDatabase(String name) {
        return PostgresServer.get().newDatabase(name);
    }
}

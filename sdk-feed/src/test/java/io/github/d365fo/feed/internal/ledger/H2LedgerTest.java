package io.github.d365fo.feed.internal.ledger;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class H2LedgerTest extends JdbcLedgerContract {
    @Override
    DataSource newDatabase(String name) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000");
        return source;
    }
}

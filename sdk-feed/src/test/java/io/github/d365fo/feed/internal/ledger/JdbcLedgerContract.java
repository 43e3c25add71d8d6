package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.JdbcDeliveryLedger;
import java.util.UUID;
import javax.sql.DataSource;

/** What the ledger in a database does besides. */
abstract class JdbcLedgerContract extends SharedLedgerContract {
    private DataSource source;

    abstract DataSource newDatabase(String name) throws Exception;

    DataSource source() throws Exception {
        if (source == null) {
            source = newDatabase("ledger_" + UUID.randomUUID().toString().replace("-", ""));
        }
        return source;
    }

    @Override
    DeliveryLedger newLedger() throws Exception {
        JdbcDeliveryLedger ledger = DeliveryLedger.jdbc(source());
        ledger.createTables();
        return ledger;
    }
}

package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.TransactionalExportHandler;
import io.github.d365fo.feed.internal.ledger.JdbcSession;
import javax.sql.DataSource;

/**
 * A handler that writes to the database that has the ledger.
 *
 * @param source where its connections come from
 * @param handler the user's
 */
public record TransactionalHandler(DataSource source, TransactionalExportHandler handler) implements HandlerFactory {
    @Override
    public Handling open(LedgerSession ledger, LedgerSession opened) {
        return new TransactionalHandling(source, handler, ledger, (JdbcSession) opened);
    }

    @Override
    public void replay(Export export) throws Exception {
        try (Transaction transaction = Transaction.begin(source)) {
            try (GuardedConnection guarded = new GuardedConnection(transaction.connection())) {
                handler.handle(export, guarded.connection());
            }
            transaction.commit();
        }
    }
}

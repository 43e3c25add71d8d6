package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.TransactionalExportHandler;
import io.github.d365fo.feed.internal.ledger.JdbcSession;
import io.github.d365fo.feed.internal.run.FeedLog;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** A handler whose effects and whose entry in the ledger are committed together. */
final class TransactionalHandling implements Handling {
    private static final FeedLog LOG = new FeedLog("io.github.d365fo.feed");

    private final DataSource source;
    private final TransactionalExportHandler handler;
    private final LedgerSession ledger;
    private final JdbcSession opened;
    private volatile boolean isSameDatabase;

    TransactionalHandling(
            DataSource source, TransactionalExportHandler handler, LedgerSession ledger, JdbcSession opened) {
        this.source = source;
        this.handler = handler;
        this.ledger = ledger;
        this.opened = opened;
    }

    /** In another database nothing could ever be committed together with the ledger's entry. */
    @Override
    public Optional<Throwable> obstacle(String entry) {
        if (isSameDatabase) {
            return Optional.empty();
        }
        try (Transaction transaction = Transaction.begin(source)) {
            isSameDatabase = opened.isSeenBy(transaction.connection(), entry);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "the database is out of reach, as the handler will find as well", e);
            return Optional.empty();
        }
        return isSameDatabase
                ? Optional.empty()
                : Optional.of(
                        new IllegalStateException("transactionalHandler: its data source leads to a database without"
                                + " the ledger's entry; give the ledger the same database, schema and user"));
    }

    @Override
    public Result handle(Export export, String entry) throws Exception {
        try (Transaction transaction = Transaction.begin(source)) {
            try (GuardedConnection guarded = new GuardedConnection(transaction.connection())) {
                handler.handle(export, guarded.connection());
            }
            if (!opened.settle(transaction.connection(), entry, LedgerState.HANDLED, export.sha256())) {
                return Result.LOST;
            }
            return commit(transaction);
        }
    }

    /** A commit whose answer is lost may have happened; the ledger's entry, which was part of it, tells. */
    private static Result commit(Transaction transaction) {
        try {
            transaction.commit();
            return Result.NOTED;
        } catch (SQLException e) {
            return Result.UNCLEAR;
        }
    }

    @Override
    public Note note(Export export, String entry) {
        Optional<LedgerEntry> known = ledger.find(entry);
        return known.isPresent() && known.get().state() == LedgerState.HANDLED ? Note.NOTED : Note.NOT_DONE;
    }
}

package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.LedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Runs transactions on connections that are given back as they came. Thread-safe.
 *
 * <p>A transaction that another one is in the way of is rolled back and run again: on PostgreSQL it can't go on after a
 * row that is already there, and at the higher isolation levels it may be ended at any statement.
 */
public final class LedgerDatabase {
    private static final int TRIES = 50;

    private final DataSource source;
    private final Duration timeout;

    public LedgerDatabase(DataSource source) {
        this(source, Statements.TIMEOUT);
    }

    /** Ends statements after {@code timeout}, in whole seconds. */
    LedgerDatabase(DataSource source, Duration timeout) {
        this.source = Objects.requireNonNull(source, "source");
        this.timeout = timeout;
    }

    /** What is done in a transaction. */
    interface Work<T> {
        T in(Statements statements) throws SQLException;
    }

    /**
     * Runs {@code work} and commits it. An interrupt that came before doesn't end it.
     *
     * @throws LedgerException if that fails; it may have been committed then
     */
    <T> T transaction(Work<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return repeated(work);
        } catch (SQLException e) {
            throw exception(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T repeated(Work<T> work) throws SQLException {
        int tries = 1;
        while (true) {
            try (Connection connection = source.getConnection()) {
                return once(connection, work);
            } catch (SQLException e) {
                if (!SqlErrors.isConflict(e) || tries == TRIES) {
                    throw e;
                }
                tries++;
            }
        }
    }

    private <T> T once(Connection connection, Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        T result;
        try {
            result = work.in(new Statements(connection, timeout));
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, autoCommit, e);
            throw e;
        }
        if (autoCommit) {
            connection.setAutoCommit(true);
        }
        return result;
    }

    /** Switching back to auto-commit would commit what couldn't be rolled back. */
    private static void undo(Connection connection, boolean autoCommit, Throwable failure) {
        try {
            connection.rollback();
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static LedgerException exception(SQLException e) {
        return new LedgerException(
                SqlErrors.isMissingTable(e)
                        ? "The ledger's tables are missing or are not as they should be, see"
                                + " JdbcDeliveryLedger.createTables(): " + e.getMessage()
                        : "The ledger's database failed: " + e.getMessage(),
                e);
    }
}

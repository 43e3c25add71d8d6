package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.internal.run.FeedLog;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A connection in a transaction, which is rolled back unless it was committed. Given back as it came. */
final class Transaction implements AutoCloseable {
    private static final FeedLog LOG = new FeedLog("io.github.d365fo.feed");

    private final Connection connection;
    private final boolean autoCommit;
    private boolean open = true;

    private Transaction(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
    }

    static Transaction begin(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        boolean begun = false;
        try {
            Transaction transaction = new Transaction(connection);
            connection.setAutoCommit(false);
            begun = true;
            return transaction;
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    Connection connection() {
        return connection;
    }

    /**
     * Commits it.
     *
     * @throws SQLException if it may be committed or not
     */
    void commit() throws SQLException {
        connection.commit();
        open = false;
    }

    /**
     * Rolls back what was not committed, or may not have been: without that, a change of the auto-commit would commit it.
     * A failure of that, or of giving the connection back, changes nothing.
     */
    @Override
    public void close() {
        try (Connection closing = connection) {
            if (open) {
                closing.rollback();
            }
            closing.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection could not be given back as it came", e);
        }
    }
}

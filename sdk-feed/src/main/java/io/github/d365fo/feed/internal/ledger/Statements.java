package io.github.d365fo.feed.internal.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs single statements of a transaction, each with a limit on its time. */
final class Statements {
    /** After this time the driver ends a statement, so that a database that hangs doesn't hang a feed. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Connection connection;
    private final int timeoutSeconds;

    Statements(Connection connection, Duration timeout) {
        this.connection = connection;
        timeoutSeconds = (int) timeout.toSeconds();
    }

    /** Makes a value of a row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Returns how many rows were changed. */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            fill(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Returns what {@code reader} makes of the first row, or empty if there is none. */
    <T> Optional<T> first(Row<T> reader, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            fill(statement, parameters);
            statement.setMaxRows(1);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
            }
        }
    }

    private void fill(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        statement.setQueryTimeout(timeoutSeconds);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}

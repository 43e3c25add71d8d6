package io.github.d365fo.feed.internal.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs single statements, each with a limit on its time. */
final class Statements {
    /** After this time the driver ends a statement, so that a database that hangs doesn't hang a feed. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Statements() {}

    /** Makes a value of a row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Returns how many rows were changed. */
    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Returns what {@code reader} makes of the first row, or empty if there is none. */
    static <T> Optional<T> first(Connection connection, Row<T> reader, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.setMaxRows(1);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        boolean prepared = false;
        try {
            statement.setQueryTimeout((int) TIMEOUT.toSeconds());
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            prepared = true;
            return statement;
        } finally {
            if (!prepared) {
                statement.close();
            }
        }
    }
}

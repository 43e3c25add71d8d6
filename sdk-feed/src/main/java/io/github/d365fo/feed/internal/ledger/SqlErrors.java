package io.github.d365fo.feed.internal.ledger;

import java.sql.SQLException;
import java.util.Optional;

/** What a database's error means, by the standard's classes and, for SQLite, which has none, by its own codes. */
final class SqlErrors {
    private static final String CONSTRAINT = "23";
    private static final String ROLLED_BACK = "40";
    private static final String SYNTAX_OR_ACCESS = "42";
    private static final String NO_PRIVILEGE = "42501";

    /** H2's, of isolation levels that see a row as it was before another transaction changed it. */
    private static final String CHANGED_MEANWHILE = "90131";

    private static final int SQLITE_ERROR = 1;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_CONSTRAINT = 19;

    private SqlErrors() {}

    /** Returns whether another transaction was in the way, so that the same one may succeed now. */
    static boolean isConflict(SQLException error) {
        return state(error)
                .map(state -> state.startsWith(CONSTRAINT)
                        || state.startsWith(ROLLED_BACK)
                        || state.equals(CHANGED_MEANWHILE))
                .orElse(error.getErrorCode() == SQLITE_CONSTRAINT || error.getErrorCode() == SQLITE_BUSY);
    }

    /** Returns whether a table or one of its columns may be missing. */
    static boolean isMissingTable(SQLException error) {
        return state(error)
                .map(state -> state.startsWith(SYNTAX_OR_ACCESS) && !state.equals(NO_PRIVILEGE))
                .orElse(error.getErrorCode() == SQLITE_ERROR);
    }

    private static Optional<String> state(SQLException error) {
        return Optional.ofNullable(error.getSQLState());
    }
}

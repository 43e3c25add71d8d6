package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.sql.Connection;
import java.sql.SQLException;

/** To be written. */
public interface JdbcSession extends LedgerSession {
    boolean settle(Connection connection, String entry, LedgerState state, String sha256) throws SQLException;
}

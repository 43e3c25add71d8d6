package io.github.d365fo.feed.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.JdbcDeliveryLedger;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.support.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresLedgerTest extends JdbcLedgerContract {
    @Override
    DataSource newDatabase(String name) {
        return PostgresServer.get().newDatabase(name);
    }

    @Test
    void aStatementThatHangsIsEnded() throws SQLException {
        JdbcSession me = jdbc("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        LedgerDatabase impatient = new LedgerDatabase(pool().unwatched(), Duration.ofSeconds(1));
        try (Connection connection = pool().asSource().getConnection()) {
            connection.setAutoCommit(false);
            me.settle(connection, id, LedgerState.HANDLED, DIGEST);

            assertThatThrownBy(
                            () -> JdbcSession.open(impatient, JOB, "me", clock).attempt(id))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("cancel");

            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(me.attempt(id)).isTrue();
    }

    @Test
    void whoMayOnlyUseTheTablesNeedsNoMore() throws SQLException {
        as("me").claim(MESSAGE, CLAIM);
        DataSource theirs = newUser();
        JdbcDeliveryLedger ledger = DeliveryLedger.jdbc(theirs);

        ledger.createTables();

        try (LedgerSession session = ledger.open(JOB, "they", clock)) {
            assertThat(session.claim(MESSAGE, CLAIM).isMine()).isFalse();
            assertThat(session.claim(names("c2", "b2"), CLAIM).isMine()).isTrue();
        }
    }

    @Test
    void whoMayNotUseTheTablesIsTold() throws SQLException {
        DataSource theirs = newUser();
        execute("REVOKE ALL ON d365fo_delivery_name FROM PUBLIC");

        assertThatThrownBy(() -> DeliveryLedger.jdbc(theirs).open(JOB, "they", clock))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("permission denied")
                .message()
                .doesNotContain("createTables");
        assertThatThrownBy(() -> DeliveryLedger.jdbc(theirs).createTables())
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("permission denied");
    }

    /** Returns connections of a user who may do with the tables what a ledger does, and make none. */
    private DataSource newUser() throws SQLException {
        ledger();
        String name = "feed_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE USER " + name);
        execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON d365fo_delivery, d365fo_delivery_name TO PUBLIC");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(((PGSimpleDataSource) pool().unwatched()).getUrl());
        source.setUser(name);
        return source;
    }
}

package io.github.d365fo.feed.internal.ledger;

import static io.github.d365fo.feed.internal.ledger.LedgerContract.CLAIM;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.MESSAGE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.NOBODYS;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ledger does in a transaction of its caller's. */
abstract class JdbcTransactionContract {
    private final JdbcLedgerContract contract;

    JdbcTransactionContract(JdbcLedgerContract contract) {
        this.contract = contract;
    }

    @ParameterizedTest
    @EnumSource(
            value = LedgerState.class,
            names = {"OPEN", "SPOOLED"})
    void theEntryIsCommittedWithTheRest(LedgerState before) throws SQLException {
        JdbcSession me = contract.jdbc("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        if (before != LedgerState.OPEN) {
            me.settle(id, before, DIGEST);
        }

        try (Connection connection = begin()) {
            assertThat(me.settle(connection, id, LedgerState.HANDLED, DIGEST)).isTrue();
            assertThat(me.find(id).orElseThrow().state()).isEqualTo(before);
            connection.rollback();
            assertThat(me.find(id).orElseThrow().state()).isEqualTo(before);

            assertThat(me.settle(connection, id, LedgerState.HANDLED, DIGEST)).isTrue();
            connection.commit();
            connection.setAutoCommit(true);
        }

        assertThat(me.find(id).orElseThrow().state()).isEqualTo(LedgerState.HANDLED);
        assertThat(me.findUnacknowledged(DIGEST)).isPresent();
    }

    @Test
    void onlyOnce() throws SQLException {
        JdbcSession me = contract.jdbc("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        assertThat(settle(me, id)).isTrue();

        assertThat(settle(me, id)).isFalse();
        assertThat(me.settle(id, LedgerState.HANDLED, DIGEST)).isTrue();
    }

    @Test
    void onlyWithTheClaim() throws SQLException {
        JdbcSession me = contract.jdbc("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        contract.clock.advance(CLAIM);
        JdbcSession they = contract.jdbc("they");
        they.claim(MESSAGE, CLAIM);

        assertThat(settle(me, id)).isFalse();
        assertThat(settle(me, NOBODYS)).isFalse();
        assertThat(settle(they, id)).isTrue();
        assertThat(settle(me, id)).isFalse();
    }

    @Test
    void whoClaimsMeanwhileSeesHowItEnds() throws Exception {
        JdbcSession me = contract.jdbc("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        contract.clock.advance(CLAIM);
        JdbcSession they = contract.jdbc("they");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection connection = begin()) {
            assertThat(me.settle(connection, id, LedgerState.HANDLED, DIGEST)).isTrue();
            Future<LedgerEntry> theirs = thread.submit(() -> they.claim(MESSAGE, CLAIM));
            connection.commit();
            connection.setAutoCommit(true);

            assertThat(theirs.get().isMine()).isFalse();
            assertThat(theirs.get().state()).isEqualTo(LedgerState.HANDLED);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void refusesOpenAndAClosedSession() throws SQLException {
        JdbcSession me = contract.jdbc("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        try (Connection connection = contract.pool().asSource().getConnection()) {
            assertThatIllegalArgumentException().isThrownBy(() -> me.settle(connection, id, LedgerState.OPEN, DIGEST));
            me.close();
            assertThatThrownBy(() -> me.settle(connection, id, LedgerState.HANDLED, DIGEST))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("closed");
        }
    }

    private boolean settle(JdbcSession session, String id) throws SQLException {
        try (Connection connection = begin()) {
            boolean settled = session.settle(connection, id, LedgerState.HANDLED, DIGEST);
            connection.commit();
            connection.setAutoCommit(true);
            return settled;
        }
    }

    private Connection begin() throws SQLException {
        Connection connection = contract.pool().asSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }
}

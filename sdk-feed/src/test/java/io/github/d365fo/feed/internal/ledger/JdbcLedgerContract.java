package io.github.d365fo.feed.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.JdbcDeliveryLedger;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger in a database does besides. */
abstract class JdbcLedgerContract extends SharedLedgerContract {
    private WatchedPool pool;

    abstract DataSource newDatabase(String name) throws Exception;

    synchronized WatchedPool pool() {
        if (pool == null) {
            try {
                pool = new WatchedPool(
                        newDatabase("ledger_" + UUID.randomUUID().toString().replace("-", "")));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return pool;
    }

    @Override
    DeliveryLedger newLedger() {
        JdbcDeliveryLedger ledger = withoutTables();
        ledger.createTables();
        return ledger;
    }

    JdbcDeliveryLedger withoutTables() {
        return DeliveryLedger.jdbc(pool().asSource());
    }

    JdbcSession jdbc(String owner) {
        return (JdbcSession) as(owner);
    }

    @AfterEach
    void nothingToComplainOf() throws SQLException {
        if (pool != null) {
            pool.close();
            assertThat(pool.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void eachMessageIsClaimedByOneFromReadCommittedUp(int level) throws Exception {
        pool().isolation(level).autoCommit(level % 4 == 0);

        claimAtOnce(30);
        messagesThatShareANameAreOne(15);
    }

    @Test
    void connectionsOutsideOfAutoCommitDo() throws SQLException {
        pool().autoCommit(false);
        LedgerSession me = as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.attempt(id);
        me.settle(id, LedgerState.HANDLED, DIGEST);

        pool().autoCommit(true);
        assertThat(me.find(id).orElseThrow().state()).isEqualTo(LedgerState.HANDLED);
    }

    @Test
    void anInterruptThatCameBeforeEndsNothing() {
        LedgerSession me = as("me");
        Thread.currentThread().interrupt();
        try {
            assertThat(me.claim(MESSAGE, CLAIM).isMine()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aLongOwnerIsRefused() {
        assertThat(as("o".repeat(200)).claim(MESSAGE, CLAIM).isMine()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> as("o".repeat(201)))
                .withMessageContaining("owner");
    }

    @Test
    void aRuntimeFailureOfTheSourceIsNotHidden() {
        IllegalStateException failure = new IllegalStateException("the pool is closed");
        LedgerDatabase database = new LedgerDatabase(pool().asSource());

        assertThatThrownBy(() -> database.transaction(statements -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void aConflictThatDoesNotEndIsTold() {
        LedgerDatabase database = new LedgerDatabase(pool().asSource());
        List<String> tries = new ArrayList<>();

        assertThatThrownBy(() -> database.transaction(statements -> {
                    tries.add("one more");
                    throw new SQLException("again", "40001");
                }))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("again");
        assertThat(tries).hasSize(50);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = pool().asSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Nested
    class Tables extends JdbcTablesContract {
        Tables() {
            super(JdbcLedgerContract.this);
        }
    }

    @Nested
    class InTheCallersTransaction extends JdbcTransactionContract {
        InTheCallersTransaction() {
            super(JdbcLedgerContract.this);
        }
    }

    @Nested
    class FailedCalls extends JdbcFailedCallsContract {
        FailedCalls() {
            super(JdbcLedgerContract.this);
        }
    }
}

package io.github.d365fo.feed.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.JdbcDeliveryLedger;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    private JdbcDeliveryLedger withoutTables() {
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

    @Nested
    class Tables {
        @Test
        void theDocumentationShowsThem() throws IOException {
            String source = Files.readString(Path.of("src/main/java/io/github/d365fo/feed/JdbcDeliveryLedger.java"));
            String shown = String.join(";\n", LedgerTables.CREATE) + ";";

            assertThat(source)
                    .contains(shown.indent(1).lines().map("     *"::concat).toList());
        }

        @ParameterizedTest
        @EnumSource(WatchedPool.Fault.class)
        void canBeMadeAgainIfThatFailedAnywhere(WatchedPool.Fault fault) throws SQLException {
            pool();
            boolean failed = true;
            for (int n = 1; failed; n++) {
                pool().failAt(n, fault);
                try {
                    withoutTables().createTables();
                } catch (LedgerException e) {
                    withoutTables().createTables();
                }
                failed = !pool().struck().isEmpty();
                withoutTables().open(JOB, "me", clock).claim(MESSAGE, CLAIM);
                execute("DROP TABLE d365fo_delivery_name");
                execute("DROP TABLE d365fo_delivery");
            }
        }

        @Test
        void missingOnesAreTold() {
            assertThatThrownBy(() -> withoutTables().open(JOB, "me", clock))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("createTables()")
                    .hasCauseInstanceOf(SQLException.class);
        }

        @Test
        void onesThatGoAwayAreTold() throws SQLException {
            LedgerSession me = as("me");
            execute("DROP TABLE d365fo_delivery_name");

            assertThatThrownBy(() -> me.claim(MESSAGE, CLAIM))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("createTables()");
        }

        @Test
        void whatIsThereStays() {
            JdbcDeliveryLedger ledger = (JdbcDeliveryLedger) ledger();
            String id = as("me").claim(MESSAGE, CLAIM).id();

            ledger.createTables();

            assertThat(as("me").find(id)).isPresent();
        }

        @Test
        void theSecondIsMadeIfTheFirstIsThere() throws SQLException {
            JdbcDeliveryLedger ledger = (JdbcDeliveryLedger) ledger();
            execute("DROP TABLE d365fo_delivery_name");

            ledger.createTables();

            assertThat(as("me").claim(MESSAGE, CLAIM).isMine()).isTrue();
        }

        @Test
        void severalMachinesMayMakeThemAtOnce() throws Exception {
            for (int i = 0; i < 5; i++) {
                List<String> made = atOnce(owner -> {
                    withoutTables().createTables();
                    return List.of(owner);
                });
                assertThat(made).hasSize(8);
                assertThat(as("me").claim(MESSAGE, CLAIM).isMine()).isTrue();
                execute("DROP TABLE d365fo_delivery_name");
                execute("DROP TABLE d365fo_delivery");
            }
        }

        @Test
        void aRefusalIsTold() throws SQLException {
            execute("CREATE TABLE d365fo_delivery_name (something INT)");

            assertThatThrownBy(() -> withoutTables().open(JOB, "me", clock)).isInstanceOf(LedgerException.class);
            withoutTables().createTables();
            assertThatThrownBy(() -> withoutTables().open(JOB, "me", clock))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("not as they should be");
        }

        @Test
        void aFailureOfTheSourceIsTold() {
            pool().failAt(1, WatchedPool.Fault.LOST_BEFORE);

            assertThatThrownBy(() -> withoutTables().open(JOB, "me", clock))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("getConnection failed");
        }

        @Test
        void aRowThatAPersonDeletesIsForgotten() throws SQLException {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.settle(id, LedgerState.QUARANTINED, DIGEST);

            execute("DELETE FROM d365fo_delivery WHERE correlation_id = 'c1'");

            assertThat(me.claim(MESSAGE, CLAIM).state()).isEqualTo(LedgerState.OPEN);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = pool().asSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Nested
    class InTheCallersTransaction {
        @ParameterizedTest
        @EnumSource(
                value = LedgerState.class,
                names = {"OPEN", "SPOOLED"})
        void theEntryIsCommittedWithTheRest(LedgerState before) throws SQLException {
            JdbcSession me = jdbc("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            if (before != LedgerState.OPEN) {
                me.settle(id, before, DIGEST);
            }

            try (Connection connection = begin()) {
                assertThat(me.settle(connection, id, LedgerState.HANDLED, DIGEST))
                        .isTrue();
                assertThat(me.find(id).orElseThrow().state()).isEqualTo(before);
                connection.rollback();
                assertThat(me.find(id).orElseThrow().state()).isEqualTo(before);

                assertThat(me.settle(connection, id, LedgerState.HANDLED, DIGEST))
                        .isTrue();
                connection.commit();
                connection.setAutoCommit(true);
            }

            assertThat(me.find(id).orElseThrow().state()).isEqualTo(LedgerState.HANDLED);
            assertThat(me.findUnacknowledged(DIGEST)).isPresent();
        }

        @Test
        void onlyOnce() throws SQLException {
            JdbcSession me = jdbc("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            assertThat(settle(me, id)).isTrue();

            assertThat(settle(me, id)).isFalse();
            assertThat(me.settle(id, LedgerState.HANDLED, DIGEST)).isTrue();
        }

        @Test
        void onlyWithTheClaim() throws SQLException {
            JdbcSession me = jdbc("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            clock.advance(CLAIM);
            JdbcSession they = jdbc("they");
            they.claim(MESSAGE, CLAIM);

            assertThat(settle(me, id)).isFalse();
            assertThat(settle(me, NOBODYS)).isFalse();
            assertThat(settle(they, id)).isTrue();
            assertThat(settle(me, id)).isFalse();
        }

        @Test
        void whoClaimsMeanwhileSeesHowItEnds() throws Exception {
            JdbcSession me = jdbc("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            clock.advance(CLAIM);
            JdbcSession they = jdbc("they");
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try (Connection connection = begin()) {
                assertThat(me.settle(connection, id, LedgerState.HANDLED, DIGEST))
                        .isTrue();
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
            JdbcSession me = jdbc("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            try (Connection connection = pool().asSource().getConnection()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> me.settle(connection, id, LedgerState.OPEN, DIGEST));
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
            Connection connection = pool().asSource().getConnection();
            connection.setAutoCommit(false);
            return connection;
        }
    }

    /** What a method that failed is called again for. */
    enum Call {
        CLAIM_NEW {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.claim(names("c2", "b2"), CLAIM).isMine();
            }
        },
        CLAIM_AGAIN {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.claim(names("c2", "b1"), CLAIM).isMine();
            }
        },
        KNOWS {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.knows(MESSAGE);
            }
        },
        FIND {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.find(entry).isPresent();
            }
        },
        FIND_UNACKNOWLEDGED {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.findUnacknowledged(DIGEST).isPresent();
            }
        },
        RENEW {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.renew(entry, CLAIM.multipliedBy(2));
            }
        },
        ATTEMPT {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.attempt(entry);
            }
        },
        SETTLE {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.settle(entry, LedgerState.HANDLED, DIGEST);
            }
        },
        SETTLE_ANOTHERS {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.settle(NOBODYS, LedgerState.HANDLED, DIGEST);
            }
        },
        ACKNOWLEDGED {
            @Override
            Object on(LedgerSession session, String entry) {
                session.acknowledged(entry);
                return "done";
            }
        },
        RELEASE {
            @Override
            Object on(LedgerSession session, String entry) {
                session.release(entry);
                return "done";
            }
        },
        FORGET {
            @Override
            Object on(LedgerSession session, String entry) {
                session.forget(Instant.MAX);
                return "done";
            }
        };

        abstract Object on(LedgerSession session, String entry);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void aCallThatFailedAnywhereCanBeMadeAgain(Call call) throws SQLException {
        List<String> struck = new ArrayList<>();
        for (boolean autoCommit : List.of(true, false)) {
            ledger();
            pool().autoCommit(autoCommit);
            for (WatchedPool.Fault fault : WatchedPool.Fault.values()) {
                struck.addAll(failAtEachCall(call, fault));
            }
        }

        assertThat(struck).contains("getConnection", "setAutoCommit", "prepareStatement", "commit");
    }

    private List<String> failAtEachCall(Call call, WatchedPool.Fault fault) {
        Outcome undisturbed = outcome(call, 0, fault);
        List<String> struck = new ArrayList<>();
        int n = 1;
        while (true) {
            Outcome outcome = outcome(call, n, fault);
            if (outcome.struck().isEmpty()) {
                return struck;
            }
            assertThat(outcome.entries())
                    .as("%s, %s at call %s, %s", call, fault, n, outcome.struck())
                    .isEqualTo(undisturbed.entries());
            assertThat(outcome.result()).isEqualTo(undisturbed.result());
            struck.add(outcome.struck());
            n++;
        }
    }

    private record Outcome(Object result, List<Optional<LedgerEntry>> entries, String struck) {}

    /** Makes a call that fails on its way, and makes it again. */
    private Outcome outcome(Call call, int failAt, WatchedPool.Fault fault) {
        ActivityId job = ActivityId.of(UUID.randomUUID());
        LedgerSession session = as("me", job);
        String entry = session.claim(MESSAGE, CLAIM).id();
        pool().failAt(failAt, fault);
        Object result;
        String struck = "";
        try {
            result = call.on(session, entry);
            struck = pool().struck();
        } catch (LedgerException e) {
            struck = pool().struck();
            assertThat(e).hasMessageContaining(struck + " failed");
            result = call.on(session, entry);
        }
        List<Optional<LedgerEntry>> entries = List.of(
                session.find(entry).map(JdbcLedgerContract::comparable),
                session.find(MessageKeys.entryId(job, names("c2", "b2"))).map(JdbcLedgerContract::comparable));
        return new Outcome(result, entries, struck);
    }

    /** An attempt may be counted twice. */
    private static LedgerEntry comparable(LedgerEntry entry) {
        return new LedgerEntry(
                "id",
                entry.state(),
                Math.min(entry.attempts(), 1),
                entry.isMine(),
                entry.claimedUntil(),
                entry.isAcknowledged(),
                entry.sha256());
    }
}

package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects and the ledger's entries in one transaction of a real database. */
class TransactionalExportFeedTest extends ExportFeedRig {
    private final JdbcDataSource database = new JdbcDataSource();
    private Connection keeper;

    @BeforeEach
    void start() throws SQLException {
        database.setURL("jdbc:h2:mem:" + directory.getFileName());
        keeper = database.getConnection();
        DeliveryLedger.jdbc(database).createTables();
        try (Statement statement = keeper.createStatement()) {
            statement.execute("CREATE TABLE effect (message VARCHAR(80))");
        }
    }

    @AfterEach
    void close() throws SQLException {
        keeper.close();
    }

    /** Without a handler, since a feed has one or the other. */
    @Override
    ExportFeedBuilder builder() {
        return ExportFeed.builder(exports()).spool(spool()).clock(server.clock());
    }

    private static void insert(Export export, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO effect VALUES (?)")) {
            statement.setString(1, export.message().correlationId());
            statement.executeUpdate();
        }
    }

    private List<String> effects() throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = keeper.createStatement();
                ResultSet rows = statement.executeQuery("SELECT message FROM effect")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Connections whose commit of number {@code n} fails, before or after it has happened; all others work. */
    private DataSource failingCommit(int n, boolean after) {
        AtomicInteger commits = new AtomicInteger();
        return proxy(DataSource.class, database, (method, result) -> {
            if (!(result instanceof Connection connection)) {
                return result;
            }
            return Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, called, arguments) -> {
                        boolean fails = called.getName().equals("commit") && commits.incrementAndGet() == n;
                        if (fails && !after) {
                            throw new SQLException("made up, before the commit");
                        }
                        Object answer = call(connection, called, arguments);
                        if (fails) {
                            throw new SQLException("made up, after the commit");
                        }
                        return answer;
                    });
        });
    }

    private interface Change {
        Object of(String method, Object result);
    }

    private static <T> T proxy(Class<T> type, Object target, Change change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, called, arguments) -> change.of(called.getName(), call(target, called, arguments))));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @ParameterizedTest
    @EnumSource
    void effectsAndEntriesAreCommittedTogether(CommitMode mode) throws SQLException {
        publish(10);

        FeedReport report = builder()
                .commit(mode)
                .concurrency(3)
                .transactionalHandler(database, TransactionalExportFeedTest::insert)
                .build()
                .runUntilEmpty();

        assertThat(report.handled()).isEqualTo(10);
        assertThat(effects()).containsExactlyInAnyOrderElementsOf(published());
        assertThat(server.exportJob().pending()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatAFailedHandlerWroteIsRolledBack(CommitMode mode) throws SQLException {
        publish(1);
        AtomicInteger calls = new AtomicInteger();

        builder()
                .commit(mode)
                .transactionalHandler(database, (export, connection) -> {
                    insert(export, connection);
                    if (calls.incrementAndGet() < 3) {
                        throw new IOException("made up");
                    }
                })
                .build()
                .runUntilEmpty();

        assertThat(effects()).hasSize(1);
        assertThat(server.exportJob().pending()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitWithoutAnAnswerIsSettledByTheLedger(boolean happened) throws SQLException {
        publish(3);

        FeedReport report = builder()
                .ledger(DeliveryLedger.jdbc(database))
                .transactionalHandler(failingCommit(2, happened), TransactionalExportFeedTest::insert)
                .build()
                .runUntilEmpty();

        assertThat(report.handled()).isEqualTo(3);
        assertThat(report.failed()).isEqualTo(happened ? 0 : 1);
        assertThat(effects()).containsExactlyInAnyOrderElementsOf(published());
        assertThat(server.exportJob().pending()).isZero();
    }

    @Test
    void aClaimThatIsLostWhileTheHandlerRunsTakesTheEffectWithIt() throws SQLException {
        publish(1);
        builder()
                .transactionalHandler(database, (export, connection) -> {
                    insert(export, connection);
                    try (Connection thief = database.getConnection();
                            Statement statement = thief.createStatement()) {
                        statement.executeUpdate("UPDATE d365fo_delivery SET owner = 'another'");
                    }
                })
                .build()
                .runUntilEmpty();

        assertThat(effects()).isEmpty();
        assertThat(server.exportJob().pending()).isEqualTo(1);
    }

    @Test
    void theHandlersConnectionEndsNoTransaction() throws SQLException {
        publish(1);
        AtomicReference<Connection> kept = new AtomicReference<>();
        FeedReport report = builder()
                .transactionalHandler(database, (export, connection) -> {
                    kept.set(connection);
                    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
                    assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
                    assertThatThrownBy(connection::close).isInstanceOf(SQLException.class);
                    assertThatThrownBy(() -> connection.abort(Runnable::run)).isInstanceOf(SQLException.class);
                    assertThatThrownBy(() -> connection.setAutoCommit(true))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("setAutoCommit");
                    try (Statement statement = connection.createStatement()) {
                        assertThatThrownBy(() -> statement.getConnection().commit())
                                .isInstanceOf(SQLException.class);
                    }
                    Savepoint savepoint = connection.setSavepoint();
                    insert(export, connection);
                    connection.rollback(savepoint);
                    assertThatThrownBy(() -> connection.prepareStatement("no statement"))
                            .isInstanceOf(SQLException.class);
                    try (Statement call = connection.prepareCall("CALL 1")) {
                        assertThat(call).isNotNull();
                    }
                    assertThat(connection.unwrap(Connection.class)).isNotNull();
                })
                .build()
                .runUntilEmpty();

        assertThat(report.handled()).isEqualTo(1);
        assertThat(effects()).isEmpty();
        assertThatThrownBy(kept.get()::createStatement)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("has returned");
    }

    @Test
    void aReplayIsATransactionOfItsOwn() throws SQLException {
        publish(1);
        List<Path> places = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        ExportFeed feed = builder()
                .attempts(1)
                .listener(new FeedListener() {
                    @Override
                    public void onQuarantined(Quarantined event) {
                        places.add(event.place());
                    }
                })
                .transactionalHandler(database, (export, connection) -> {
                    insert(export, connection);
                    if (calls.incrementAndGet() < 3) {
                        throw new IOException("made up");
                    }
                })
                .build();
        feed.runUntilEmpty();
        assertThatThrownBy(() -> feed.replay(places.get(0))).isInstanceOf(FeedException.class);
        assertThat(effects()).isEmpty();

        assertThat(feed.replay(places.get(0)).handled()).isEqualTo(1);
        assertThat(effects()).hasSize(1);
    }

    @Test
    void aDatabaseThatIsAwayForAWhileLosesNothing() throws SQLException {
        publish(2);
        AtomicInteger asked = new AtomicInteger();
        DataSource awayAtFirst = proxy(DataSource.class, database, (method, result) -> {
            int number = asked.incrementAndGet();
            if (number > 3 && number < 8) {
                throw new IllegalStateException("made up: the pool is closed");
            }
            return result;
        });
        for (int i = 0; i < 6; i++) {
            try {
                builder()
                        .transactionalHandler(awayAtFirst, TransactionalExportFeedTest::insert)
                        .build()
                        .runUntilEmpty();
            } catch (FeedException | LedgerException e) {
                assertThat(e).hasMessageContaining("the pool is closed");
            }
            server.clock().advance(Duration.ofMinutes(31));
        }

        assertThat(effects()).containsExactlyInAnyOrderElementsOf(published());
        assertThat(server.exportJob().pending()).isZero();
    }

    /** Whatever is wrong with the ledger's place, it is no package's fault. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLedgerInAnotherDatabaseStopsTheFeedAndCountsNoAttempt(boolean hasTables) throws SQLException {
        JdbcDataSource another = new JdbcDataSource();
        another.setURL("jdbc:h2:mem:another-" + directory.getFileName());
        try (Connection open = another.getConnection();
                Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE effect (message VARCHAR(80))");
            if (hasTables) {
                DeliveryLedger.jdbc(another).createTables();
            }
            publish(1);
            for (int i = 0; i < 6; i++) {
                assertThatThrownBy(() -> builder()
                                .transactionalHandler(another, TransactionalExportFeedTest::insert)
                                .ledger(DeliveryLedger.jdbc(database))
                                .build()
                                .runUntilEmpty())
                        .isInstanceOf(FeedException.class)
                        .hasMessageContaining("transactionalHandler: its data source leads to a database without");
                server.clock().advance(Duration.ofMinutes(31));
            }
        }

        FeedReport report = builder()
                .transactionalHandler(database, TransactionalExportFeedTest::insert)
                .build()
                .runUntilEmpty();
        assertThat(report.handled()).isEqualTo(1);
        assertThat(report.quarantined()).isZero();
    }

    @Test
    void anotherSourceOfTheSameDatabaseWillDo() {
        JdbcDataSource same = new JdbcDataSource();
        same.setURL(database.getURL());
        publish(1);

        FeedReport report = builder()
                .transactionalHandler(same, TransactionalExportFeedTest::insert)
                .ledger(DeliveryLedger.jdbc(database))
                .build()
                .runUntilEmpty();

        assertThat(report.handled()).isEqualTo(1);
    }

    @Test
    void twoHandlersAreRefused() {
        assertThatThrownBy(() -> builder()
                        .handler(export -> {})
                        .transactionalHandler(database, TransactionalExportFeedTest::insert)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("handler: expected handler or transactionalHandler, but both were set");
    }

    @Test
    void aLedgerElsewhereIsRefused() {
        assertThatThrownBy(() -> builder()
                        .transactionalHandler(database, TransactionalExportFeedTest::insert)
                        .ledger(DeliveryLedger.inMemory())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ledger: a transactional handler needs");
    }
}

package io.github.d365fo.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.support.PostgresServer;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The application as a process, with PostgreSQL: killed in the middle of a package, started again, and asked to end. */
class KilledApplicationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    @TempDir
    Path directory;

    private FakeConnectorServer fake;
    private javax.sql.DataSource source;
    private JdbcClient database;

    @BeforeEach
    void start() {
        source = PostgresServer.get().newDatabase("application");
        database = JdbcClient.create(source);
        fake = FakeConnectorServer.start();
        fake.clock().run();
    }

    @AfterEach
    void stop() {
        if (fake != null) {
            fake.close();
        }
    }

    private ApplicationProcess application() {
        return new ApplicationProcess(fake, directory, PostgresServer.get().url("application"));
    }

    private void publish(String account) {
        fake.exportJob()
                .publish(TestPackages.of(
                        "Customers V3", "CUSTOMERACCOUNT,ORGANIZATIONNAME\r\n" + account + ",Contoso\r\n"));
    }

    private long files() {
        return database.sql("SELECT count(*) FROM customer_file")
                .query(Long.class)
                .single();
    }

    @Test
    void eachPackageIsTakenOverOnceWhateverEndsTheProcess() throws SQLException {
        publish("C1");
        try (ApplicationProcess first = application()) {
            assertThat(first.actuator("health/d365fo")).contains("\"customers\"", "\"journals\"", "\"state\"");
            Awaitility.await().atMost(PATIENCE).until(() -> fake.exportJob().acknowledged() == 1);
            for (String endpoint : new String[] {"configprops", "env", "health"}) {
                assertThat(first.actuator(endpoint))
                        .as(endpoint)
                        .contains("{")
                        .doesNotContain(ApplicationProcess.SECRET, fake.clientSecret());
            }
            try (Connection lock = lockedTable()) {
                publish("C2");
                publish("C3");
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> first.actuator("health/d365fo/customers").contains("\"inFlight\":1"));
                first.kill();
            }
            assertThat(first.output()).doesNotContain(ApplicationProcess.SECRET, fake.clientSecret());
        }
        assertThat(files()).isEqualTo(1);
        fake.clock().advance(Duration.ofMinutes(31)); // What was leased comes back.
        try (ApplicationProcess second = application()) {
            Awaitility.await().atMost(PATIENCE).until(() -> fake.exportJob().acknowledged() == 3);
            try (Connection lock = lockedTable()) {
                publish("C4");
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> second.actuator("health/d365fo/customers").contains("\"inFlight\":1"));
                second.terminate();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> second.actuator("health/d365fo/customers").contains("DRAINING"));
            }
            second.ended();
        }
        assertThat(fake.exportJob().acknowledged()).isEqualTo(4);
        assertThat(files()).isEqualTo(4);
        fake.verify().nothingUnacknowledged();
    }

    /** A listener that wants to write to the table waits until this is closed. */
    private Connection lockedTable() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE customer IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }
}

package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ExportFeedBuilder;
import io.github.d365fo.feed.FeedReport;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.junit5.FakeConnectorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({CapturedLog.class, FakeConnectorExtension.class})
class CustomerFeedTest {
    @TempDir
    Path directory;

    /** Held on to, since the JDK forgets a logger that nobody holds, and its level with it. */
    private static final Logger CUSTOMERS = Logger.getLogger("customers");

    private final List<Path> loaded = new CopyOnWriteArrayList<>();

    @BeforeEach
    void quiet() {
        CUSTOMERS.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        CUSTOMERS.setLevel(null);
    }

    // tag::redelivery[]
    @Test
    void whatComesBackIsNotLoadedAgain(FakeConnectorServer server, FakeExportJob job, ConnectorClient client) {
        job.publishTiny();
        server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.LostAcknowledgement());
        ExportFeedBuilder feed = ExportFeed.builder(client.job(job.activityId()))
                .spool(directory)
                .handler(export -> loaded.add(export.file()))
                .clock(server.clock());

        feed.build().runUntilEmpty();
        server.clock().advance(Duration.ofMinutes(31));
        FeedReport second = feed.build().runUntilEmpty();

        assertThat(second.duplicates()).isEqualTo(1);
        assertThat(loaded).hasSize(1);
        server.verify().nothingUnacknowledged();
    }
    // end::redelivery[]

    // tag::started[]
    @Test
    void aStartedFeedLoadsWhatIsPublished(FakeConnectorServer server, FakeExportJob job, ConnectorClient client) {
        server.clock().autoAdvance(false);
        try (ExportFeed feed = ExportFeed.builder(client.job(job.activityId()))
                .spool(directory)
                .handler(export -> loaded.add(export.file()))
                .clock(server.clock())
                .build()) {
            feed.start();
            job.publishTiny();
            server.clock().advanceUntil(() -> job.pending() == 0, Duration.ofMinutes(2));
        }
        assertThat(loaded).hasSize(1);
    }
    // end::started[]

    @Test
    void theServiceRunsUntilItIsClosed(FakeConnectorServer server, FakeExportJob job) throws Exception {
        job.publishTiny();
        CountDownLatch done = new CountDownLatch(1);
        try (ConnectorClient client = client(server);
                ExportFeed feed = feed(client, job).service(file -> done.countDown())) {
            done.await();
            assertThat(CustomerFeed.isAlive(feed.health())).isTrue();
            feed.close();
            assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
        }
        assertThat(job.acknowledged()).isEqualTo(1);
    }

    @Test
    void theCronJobTellsHowItEnded(FakeConnectorServer server, FakeExportJob job) {
        try (ConnectorClient client = client(server)) {
            job.publishTiny();
            assertThat(feed(client, job).nightly(loaded::add)).isZero();
            assertThat(loaded).hasSize(1);
            server.faults().on(Operation.DEQUEUE).inject(new Fault.Forbidden());
            assertThat(feed(client, job).nightly(loaded::add)).isEqualTo(2);
        }
    }

    @Test
    void intoADatabaseOnce(FakeConnectorServer server, FakeExportJob job) throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:customers;DB_CLOSE_DELAY=-1");
        try (ConnectorClient client = client(server);
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customer_file (sha256 VARCHAR(64), size BIGINT)");
            job.publishTiny();
            job.publishTiny();

            FeedReport report = feed(client, job).intoDatabase(database).runUntilEmpty();

            assertThat(report.handled()).isEqualTo(2);
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM customer_file")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        }
    }

    @Test
    void whatWentToQuarantineIsLoadedOnceMore(FakeConnectorServer server, FakeExportJob job) throws IOException {
        job.publishTiny();
        try (ConnectorClient client = client(server)) {
            ExportFeedBuilder builder =
                    feed(client, job).patient(file -> Files.copy(file, directory.resolve("not/there")));
            ExportFeed feed = builder.attempts(1).build();
            feed.runUntilEmpty();
            assertThat(CustomerFeed.alarms(feed.health(), Instant.now()))
                    .containsExactly("1 packages are in quarantine");

            Path place;
            try (Stream<Path> places = Files.list(spool().resolve("quarantine"))) {
                place = places.findFirst().orElseThrow();
            }
            builder.handler(export -> loaded.add(export.file()));
            assertThat(CustomerFeed.again(builder, place).handled()).isEqualTo(1);
            assertThat(place).doesNotExist();
        }
    }

    private CustomerFeed feed(ConnectorClient client, FakeExportJob job) {
        return new CustomerFeed(client, job.activityId().value(), spool());
    }

    private Path spool() {
        return directory.resolve("spool");
    }

    /** A client by the clock of the system, as a feed has that is told of none. */
    private static ConnectorClient client(FakeConnectorServer server) {
        String token = server.tokenProvider()
                .token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
        return ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(TokenProvider.ofStatic(token))
                .build();
    }
}

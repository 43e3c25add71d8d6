package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.NullArguments;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is null and must not be is named. */
@Timeout(60)
class NullArgumentsTest {
    private static final ActivityId ACTIVITY = ActivityId.of("{6D31E09F-0249-459F-94F0-AAD9C2C47B64}");

    @TempDir
    Path directory;

    @Test
    void everyPublicMethodNamesWhatIsNull() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            NullArguments arguments = values(
                    new NullArguments(
                            // What users implement, and feeds call.
                            "FeedListener",
                            "HandlingListener",
                            "LedgerSession",
                            "FailureClassifier.classify",
                            "ExportHandler.handle",
                            "TransactionalExportHandler.handle"),
                    server.client());
            assertThat(arguments.faults(ExportFeed.class, "io.github.d365fo.feed"))
                    .isEmpty();
            assertThat(arguments.tried()).isGreaterThan(100);
        }
    }

    private NullArguments values(NullArguments arguments, ConnectorClient client) {
        RecurringJob job = client.job(ACTIVITY);
        DeliveryLedger ledger = DeliveryLedger.inMemory();
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:nulls;DB_CLOSE_DELAY=-1");
        JdbcDeliveryLedger jdbc = DeliveryLedger.jdbc(database);
        jdbc.createTables();
        ExportFeedBuilder exports = ExportFeed.builder(job)
                .spool(directory.resolve("spool"))
                .handler(export -> export.file().toFile());
        ImportFeedBuilder imports = ImportFeed.builder(job).inbox(directory).request(FileRule.ofPackages());
        return arguments
                .with("text")
                .with(directory)
                .with(ACTIVITY)
                .with(job)
                .with(ledger)
                .with(jdbc)
                .with(LedgerSession.class, ledger.open(ACTIVITY, "me", Clock.systemUTC()))
                .with(exports)
                .with(exports.build())
                .with(imports)
                .with(FileRule.ofPackages())
                .with(FeedListener.none())
                .with(new FeedListener.HandlingStarted(ACTIVITY, "c", 1, 1, Instant.EPOCH))
                .with(new FeedReport(0, 0, 0, 0, 0, 0, 0, List.of()))
                .with(new ImportReport(0, 0, 0, 0))
                .with(new ImportResult(
                        "id",
                        "name",
                        directory,
                        ImportPlace.values()[0],
                        ImportState.values()[0],
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .with(imports.build())
                .with(FailureClassifier.ofDefaults())
                .with(ExportHandler.class, (ExportHandler)
                        export -> export.file().toFile())
                .with(TransactionalExportHandler.class, (TransactionalExportHandler)
                        (export, connection) -> connection.isClosed())
                .with(DataSource.class, database)
                .with(client.dataManagement())
                .with(ImportRequest.of("Groups"))
                .with(EnqueueRequest.of(Payload.ofString("x")))
                .with(MessageId.of("6d31e09f-0249-459f-94f0-aad9c2c47b64"))
                .with(new MessageNames("correlation", Optional.empty()))
                .with(new IllegalStateException("made up"))
                .with(Function.class, Function.identity())
                .with(Consumer.class, (Consumer<Object>) Object::toString)
                .with(Clock.systemUTC())
                .with(Duration.ofSeconds(1))
                .with(Instant.EPOCH)
                .with(Optional.empty())
                .with(List.class, List.of());
    }
}

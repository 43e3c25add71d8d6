package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.status.MessageStatus;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.junit5.FakeConnectorExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The guide's examples: an integration in a night in which everything goes wrong. */
@ExtendWith({CapturedLog.class, FakeConnectorExtension.class})
class BadNightTest {
    @TempDir
    Path directory;

    // tag::faults[]
    @Test
    void aPackageSurvivesABadNight(FakeConnectorServer server, FakeExportJob job, ConnectorClient client) {
        job.publishTiny();
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(120)));
        server.faults().on(Operation.DOWNLOAD).times(2).inject(new Fault.ResetInBody(3));
        server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.BadGateway());

        new CustomerExport(client, job.activityId().value()).fetchAll(directory);

        server.verify()
                .nothingUnacknowledged()
                .noUnreadMessageAcknowledged()
                .retryAfterHonoured()
                .noSecretSeen();
    }
    // end::faults[]

    // tag::lost[]
    @Test
    void aLostAnswerDoesNotImportTwice(FakeConnectorServer server, FakeImportJob job, ConnectorClient client) {
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        EnqueueRequest journal = EnqueueRequest.of(Payload.ofString("<Document/>"))
                .entity("General journal")
                .company("usmf")
                .externalId("batch-42");

        assertThatThrownBy(() -> client.job(job.activityId()).enqueue(journal))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));

        server.verify().enqueuedOnceFor("usmf").noImportSentTwice();
    }
    // end::lost[]

    // tag::clock[]
    @Test
    void halfAnHourOfPollingTakesMilliseconds(FakeConnectorServer server, FakeImportJob job, ConnectorClient client) {
        server.clock().autoAdvance(false);
        var imports = client.async().job(job.activityId());
        MessageId id = imports.enqueue(
                        EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"))
                .join();

        CompletableFuture<MessageStatus> status = imports.awaitProcessed(id, Duration.ofMinutes(30));
        server.clock().advanceUntil(status::isDone, Duration.ofMinutes(30));

        assertThat(status.join().isSuccess()).isTrue();
    }
    // end::clock[]

    // tag::rows[]
    @Test
    void rowsThatFailAreNoSuccess(FakeImportJob job, ConnectorClient client) {
        job.endNext(ExecutionOutcome.partiallySucceeded(
                        ErrorRow.target("17", "Account 4711 does not exist").field("CustAccount"))
                .records("Customers", 100));
        var imports = client.job(job.activityId());
        MessageId id = imports.enqueue(
                EnqueueRequest.of(Payload.ofString("<Document/>")).entity("Customers"));

        assertThat(imports.awaitProcessed(id, Duration.ofMinutes(5)).isSuccess())
                .isFalse();
        assertThat(imports.jobStatus(id).entities().get(0).targetErrorCount()).isOne();
    }
    // end::rows[]

    // tag::tls[]
    @Test
    void theFakeCanSpeakTls() {
        try (FakeConnectorServer server =
                        FakeConnectorServer.builder().tls(true).start();
                ConnectorClient client = ConnectorClient.builder()
                        .environment(server.environment())
                        .tokenProvider(server.tokenProvider())
                        .httpClient(server.httpClient()) // or one of your own, with server.sslContext()
                        .clock(server.clock())
                        .build()) {
            ActivityId exports = server.exportJob().activityId();
            assertThat(client.job(exports).dequeue()).isEmpty();
        }
    }
    // end::tls[]
}

package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.junit5.FakeConnectorExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with switches. */
class RegisteredServerTest {
    // tag::register[]
    @RegisterExtension
    final FakeConnectorExtension fake = new FakeConnectorExtension(() -> FakeConnectorServer.builder()
            .largestFile(1_000)
            .downloadsOnPort80(true)
            .start());
    // end::register[]

    @Test
    void tooLargeAFileIsRefused(FakeImportJob job, ConnectorClient client) {
        EnqueueRequest large = EnqueueRequest.of(Payload.ofBytes(new byte[1_001]));

        assertThatThrownBy(() -> client.job(job.activityId()).enqueue(large))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThat(job.enqueued()).isEmpty();
    }

    // tag::guess[]
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJournalIsFollowedWhicheverWayStatesAreWritten(boolean names) {
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().stateNames(names).start()) {
            RecurringJob journals = server.client().job(server.importJob().activityId());
            MessageId id = journals.enqueue(
                    EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
            journals.awaitProcessed(id, Duration.ofMinutes(30));

            assertThat(journals.jobStatus(id).isSuccess()).isTrue();
        }
    }
    // end::guess[]
}

package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.junit5.FakeConnectorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
}

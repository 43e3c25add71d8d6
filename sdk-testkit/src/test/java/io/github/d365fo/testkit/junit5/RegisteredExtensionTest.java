package io.github.d365fo.testkit.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.testkit.FakeConnectorServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegisteredExtensionTest {
    @RegisterExtension
    final FakeConnectorExtension fake = new FakeConnectorExtension(
            () -> FakeConnectorServer.builder().downloadsOnPort80(true).start());

    @Test
    void aSwitchedServerIsGiven(FakeConnectorServer server) {
        server.exportJob().publish(new byte[] {1});
        DequeueResult message =
                server.client().job(server.exportJob().activityId()).dequeue().orElseThrow();
        assertThat(message.downloadLocation().orElseThrow().getPort()).isEqualTo(80);
    }
}

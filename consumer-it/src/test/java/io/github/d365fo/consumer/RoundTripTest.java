package io.github.d365fo.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    @Test
    void allOfItAreModules() {
        assertThat(RoundTrip.class.getModule().isNamed()).isTrue();
        assertThat(ConnectorClient.class.getModule().getName()).isEqualTo("io.github.d365fo.connector");
        assertThat(EntraTokenProvider.class.getModule().getName()).isEqualTo("io.github.d365fo.auth");
        assertThat(FakeConnectorServer.class.getModule().getName()).isEqualTo("io.github.d365fo.testkit");
    }

    @Test
    void filesGoInAndPackagesComeOut() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            RoundTrip trip = new RoundTrip(server);
            assertThat(trip.send("<Document/>")).isEqualTo("Processed");
            server.exportJob().publishTiny();
            assertThat(trip.fetch()).isEqualTo(TestPackages.tiny());
            assertThat(server.exportJob().acknowledged()).isOne();
        }
    }
}

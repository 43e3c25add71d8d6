package io.github.d365fo.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.micrometer.ClientMetrics;
import io.github.d365fo.opentelemetry.ClientTracing;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
    @Test
    void allOfItAreModules() {
        assertThat(RoundTrip.class.getModule().isNamed()).isTrue();
        assertThat(ConnectorClient.class.getModule().getName()).isEqualTo("io.github.d365fo.connector");
        assertThat(EntraTokenProvider.class.getModule().getName()).isEqualTo("io.github.d365fo.auth");
        assertThat(ExportFeed.class.getModule().getName()).isEqualTo("io.github.d365fo.feed");
        assertThat(ClientMetrics.class.getModule().getName()).isEqualTo("io.github.d365fo.micrometer");
        assertThat(ClientTracing.class.getModule().getName()).isEqualTo("io.github.d365fo.opentelemetry");
        assertThat(FakeConnectorServer.class.getModule().getName()).isEqualTo("io.github.d365fo.testkit");
    }

    @Test
    void aFeedTakesPackagesOver(@TempDir Path spool) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.exportJob().publishTiny();
            server.exportJob().publishTiny();
            List<Long> sizes = new ArrayList<>();

            RoundTrip trip = new RoundTrip(server);
            assertThat(trip.drain(spool, export -> sizes.add(export.size()))).isEqualTo(2);
            assertThat(trip.handled()).isEqualTo(2);

            assertThat(sizes).hasSize(2);
            assertThat(server.exportJob().acknowledged()).isEqualTo(2);
        }
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

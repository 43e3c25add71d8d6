package io.github.d365fo.testkit.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.TestClock;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FakeConnectorExtension.class)
class FakeConnectorExtensionTest {
    private static final Set<URI> SEEN = ConcurrentHashMap.newKeySet();

    @RepeatedTest(3)
    void everyTestHasAServerOfItsOwn(FakeConnectorServer server) {
        server.exportJob().publish(new byte[] {1});
        assertThat(server.exportJob().pending()).isOne();
        assertThat(SEEN.add(server.environment()) || !server.requests().isEmpty())
                .isTrue();
    }

    @Test
    void allPartsBelongToOneServer(
            FakeConnectorServer server,
            ConnectorClient client,
            FakeImportJob imports,
            FakeExportJob exports,
            TestClock clock) {
        assertThat(client).isSameAs(server.client());
        assertThat(imports).isSameAs(server.importJob());
        assertThat(exports).isSameAs(server.exportJob());
        assertThat(clock).isSameAs(server.clock());
        assertThat(client.job(exports.activityId()).dequeue()).isEmpty();
    }

    @Nested
    class OfAClassThatAsksInItsConstructor {
        private final FakeConnectorServer server;

        OfAClassThatAsksInItsConstructor(FakeConnectorServer server) {
            this.server = server;
        }

        @Test
        void itsMethodsGetTheSame(FakeConnectorServer same, ConnectorClient client) {
            assertThat(same).isSameAs(server);
            assertThat(client).isSameAs(server.client());
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfAClassThatAsksBeforeAll {
        private FakeConnectorServer server;

        @BeforeAll
        void ask(FakeConnectorServer first) {
            server = first;
        }

        @RepeatedTest(2)
        void itsMethodsGetTheSame(FakeConnectorServer same) {
            assertThat(same).isSameAs(server);
        }
    }
}

package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.ConnectorContract;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;

/** The behaviour tests of the client, through both faces, against the fake; here, since neither module has the other's. */
@ExtendWith(CapturedLog.class)
class FakeServerContractTest extends ConnectorContract {
    @Override
    protected Server start() {
        return new Fake(FakeConnectorServer.builder().downloadsOnPort80(true).start());
    }

    private record Fake(FakeConnectorServer server) implements Server {
        @Override
        public ConnectorClient client() {
            return client(server.tokenProvider());
        }

        @Override
        public ConnectorClient client(TokenProvider tokens) {
            return ConnectorClient.builder()
                    .environment(server.environment())
                    .tokenProvider(tokens)
                    .clock(server.clock())
                    .build();
        }

        @Override
        public String importActivity() {
            return "{" + server.importJob().activityId().value().toUpperCase(Locale.ROOT) + "}";
        }

        @Override
        public String exportActivity() {
            return server.exportJob().activityId().value();
        }

        @Override
        public void publish(byte[] content) {
            server.exportJob().publish(content);
        }

        @Override
        public void publishWithoutFile(String reason) {
            server.exportJob().publishWithoutFile(reason);
        }

        @Override
        public List<Enqueued> enqueued() {
            return server.importJob().enqueued().stream()
                    .map(file -> new Enqueued(
                            file.bytes(),
                            file.entity().orElse(""),
                            file.company().orElse(""),
                            file.externalId().orElse("")))
                    .toList();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}

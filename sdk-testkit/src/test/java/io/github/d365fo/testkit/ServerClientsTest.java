package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is closed leaves nothing behind, and one whose client nobody uses makes none. */
class ServerClientsTest {
    private static final int SERVERS = 20;

    @Test
    void aServerWithoutAClientStartsNoThreadOfOne() {
        Set<Thread> before = selectors();
        List<FakeConnectorServer> closed = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            FakeConnectorServer server =
                    FakeConnectorServer.builder().administration(true).start();
            server.tokenProvider();
            server.close();
            closed.add(server);
        }
        assertThat(closed).hasSize(SERVERS);
        assertThat(newSince(before)).isEmpty();
    }

    /** Also if the closed servers are kept, as an instance of a test class keeps its own. */
    @ParameterizedTest
    @EnumSource
    void aClientThatWasUsedGoesWithItsServer(FaceUnderTest face) {
        Set<Thread> before = selectors();
        List<FakeConnectorServer> closed = new ArrayList<>();
        List<WeakReference<ConnectorClient>> clients = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            FakeConnectorServer server = FakeConnectorServer.start();
            clients.add(new WeakReference<>(used(server, face)));
            server.close();
            closed.add(server);
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            System.gc();
            return clients.stream().allMatch(client -> client.refersTo(null))
                    && newSince(before).isEmpty();
        });
        assertThat(closed).hasSize(SERVERS);
    }

    @ParameterizedTest
    @EnumSource
    void thereIsOneClientUntilTheServerCloses(FaceUnderTest face) {
        FakeConnectorServer server = FakeConnectorServer.start();
        ConnectorClient client = server.client();
        assertThat(server.client()).isSameAs(client);
        server.close();
        for (ConnectorClient each : List.of(client, server.client())) {
            assertThatThrownBy(
                            () -> face.job(each, server.exportJob().activityId().value()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    private static ConnectorClient used(FakeConnectorServer server, FaceUnderTest face) {
        assertThat(face.job(server.client(), server.exportJob().activityId().value())
                        .dequeue())
                .isEmpty();
        return server.client();
    }

    private static Set<Thread> newSince(Set<Thread> before) {
        Set<Thread> now = selectors();
        now.removeAll(before);
        return now;
    }

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
                .collect(Collectors.toSet());
    }
}

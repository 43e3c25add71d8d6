package io.github.d365fo.testkit.defects;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.util.function.Consumer;

/**
 * A situation in which a known client fails: the fake must make its defect visible, and this SDK must come through.
 *
 * @param given what is prepared
 * @param then what must hold afterwards
 */
record Scenario(Consumer<FakeConnectorServer> given, Consumer<FakeConnectorServer> then) {
    /** A client with a defect; that it fails with an exception is one of the ways to have one. */
    interface Faulty {
        void run(FakeConnectorServer server, Peer peer) throws Exception;
    }

    /** The same task with this SDK. */
    interface Ours {
        void run(FakeConnectorServer server, RecurringJob exports, RecurringJob imports);
    }

    Scenario isVisibleIn(Faulty client) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            given.accept(server);
            server.faults().allowUnfired();
            runToItsEnd(server, client);
            assertThatThrownBy(() -> then.accept(server)).isInstanceOf(AssertionError.class);
        }
        return this;
    }

    Scenario isNoneOf(Ours client) {
        for (FaceUnderTest face : FaceUnderTest.values()) {
            try (FakeConnectorServer server = FakeConnectorServer.start()) {
                given.accept(server);
                client.run(
                        server,
                        face.job(
                                server.client(), server.exportJob().activityId().value()),
                        face.job(
                                server.client(), server.importJob().activityId().value()));
                assertThatCode(() -> then.accept(server)).as("%s", face).doesNotThrowAnyException();
                server.verify().noSecretSeen();
            }
        }
        return this;
    }

    /** Runs the client; an exception ends it, as it ends the jobs of the peers, and shows in what was left undone. */
    private static void runToItsEnd(FakeConnectorServer server, Faulty client) {
        assertThatCode(() -> client.run(server, new Peer(server))).satisfies(e -> {
            if (e instanceof AssertionError error) {
                throw error;
            }
        });
    }
}

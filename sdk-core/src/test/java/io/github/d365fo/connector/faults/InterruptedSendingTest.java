package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.faults.Way.Act;
import io.github.d365fo.connector.faults.Way.Stage;
import io.github.d365fo.connector.faults.Way.Wire;
import io.github.d365fo.connector.support.TestTls;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who ends a call early hears whether anything had left. */
@Timeout(60)
class InterruptedSendingTest {
    /** At what point the call is ended. */
    enum Point {
        BEFORE_THE_HANDSHAKE(Stage.ACCEPTED, Outcome.NOT_SENT),
        IN_THE_HANDSHAKE(Stage.HELLO, Outcome.NOT_SENT),
        AFTER_THE_REQUEST(Stage.WHOLE, Outcome.UNKNOWN);

        final Stage stage;
        final Outcome outcome;

        Point(Stage stage, Outcome outcome) {
            this.stage = stage;
            this.outcome = outcome;
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatHadLeft(Point point) throws Exception {
        try (LossyServer server = new LossyServer(Wire.TLS_1_3, new Way(point.stage, 0, Act.SILENCE), 0);
                ConnectorClient client = client(server)) {
            CompletableFuture<ConnectorException> ended = new CompletableFuture<>();
            Thread caller = new Thread(() -> ended.complete(error(client)));
            caller.start();
            await().until(server::isSilent);
            caller.interrupt();
            assertThat(ended.join().outcome()).isEqualTo(point.outcome);
            assertThat(server.whole()).isEqualTo(point == Point.AFTER_THE_REQUEST ? 1 : 0);
        }
    }

    private static ConnectorException error(ConnectorClient client) {
        try {
            client.job(Rig.ACTIVITY).enqueue(EnqueueRequest.of(Payload.ofString("<Document/>")));
            throw new AssertionError("the call was not ended");
        } catch (ConnectorException e) {
            return e;
        }
    }

    private static ConnectorClient client(LossyServer server) throws IOException {
        return ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(TokenProvider.ofStatic("secret-token"))
                .sslContext(TestTls.client("TLS"))
                .build();
    }
}

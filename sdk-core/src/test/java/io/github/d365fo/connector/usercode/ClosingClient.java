package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client, its service and calls of it that a test holds while the client is closed. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
abstract class ClosingClient {
    /** Longer than any test waits: what ends before ends for another reason. */
    static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path directory;

    final ExecutorService threads = Executors.newCachedThreadPool();
    final Service service = new Service();
    final RecordingClock clock = new RecordingClock();
    final CountDownLatch waiting = new CountDownLatch(1);
    volatile TokenProvider tokens = TokenProvider.ofStatic("secret-token");
    volatile ConnectorListener listener = new ConnectorListener() {};
    volatile Payload payload = Payload.ofString("<Document/>");
    volatile TransferListener progress = TransferListener.none();
    ScriptedServer server;
    ConnectorClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(service);
        client = ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(request -> tokens.token(request))
                .listener(new Relay())
                .clock(clock)
                .maxConcurrentRequests(2)
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        service.letGo();
        client.close(Duration.ZERO);
        server.close();
        threads.shutdownNow();
    }

    private final class Relay implements ConnectorListener {
        @Override
        public void onRequest(Request event) {
            listener.onRequest(event);
        }

        @Override
        public void onResponse(Response event) {
            listener.onResponse(event);
        }

        @Override
        public void onWait(Wait event) {
            waiting.countDown();
            listener.onWait(event);
        }

        @Override
        public void onTransfer(Transfer event) {
            listener.onTransfer(event);
        }
    }

    static ConditionFactory soon() {
        return await().atMost(60, TimeUnit.SECONDS).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    Future<?> call(Verb verb, FaceUnderTest face) {
        FaceCaller caller = new FaceCaller(client, face, directory.resolve("target.zip"), payload, progress);
        return threads.submit(() -> {
            try {
                verb.call(caller);
            } finally {
                assertThat(Thread.interrupted()).as("the caller's own flag").isFalse();
            }
            return null;
        });
    }

    Future<?> close(Duration grace) {
        return threads.submit(() -> client.close(grace));
    }

    static ConnectorException failure(Future<?> call) throws InterruptedException {
        try {
            call.get();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ConnectorException.class).hasMessageContaining("closed");
            return (ConnectorException) e.getCause();
        }
        throw new AssertionError("the call came to its end");
    }

    /** From then on the client is closing. */
    void awaitRefusal() {
        soon().until(() -> {
            try {
                client.job(FaceCaller.ACTIVITY);
                return false;
            } catch (IllegalStateException e) {
                return true;
            }
        });
    }
}

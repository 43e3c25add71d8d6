package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Code of a program that does not come back holds its own call at most, and that only for its time. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
class CodeThatHangsTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Service service = new Service();
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(service);
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        server.close();
        threads.shutdownNow();
    }

    private ConnectorClient client(UnaryOperator<ConnectorClientBuilder> settings) {
        return settings.apply(ConnectorClient.builder()
                        .environment(server.address())
                        .tokenProvider(TokenProvider.ofStatic("secret-token"))
                        .maxConcurrentRequests(1))
                .build();
    }

    private FaceCaller caller(ConnectorClient client, FaceUnderTest face, Payload payload) {
        return new FaceCaller(client, face, directory.resolve("target.zip"), payload, TransferListener.none());
    }

    /** A stream that heeds neither an interrupt nor anything else until the test is over. */
    private InputStream stuck(CountDownLatch reading) {
        return new InputStream() {
            @Override
            public int read() {
                reading.countDown();
                while (end.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                return -1;
            }
        };
    }

    @Test
    void aHangingPayloadGivesItsPermitBack() throws Exception {
        List<Future<?>> faces = new ArrayList<>();
        for (FaceUnderTest face : FaceUnderTest.values()) {
            faces.add(threads.submit(() -> assertGivenUp(face)));
        }
        for (Future<?> face : faces) {
            face.get();
        }
    }

    private Void assertGivenUp(FaceUnderTest face) throws Exception {
        try (ConnectorClient client = client(b -> b.operationTimeout(Duration.ofMillis(300)))) {
            CountDownLatch reading = new CountDownLatch(1);
            Payload payload = Payload.ofStream(() -> stuck(reading));
            Future<?> call = threads.submit(() -> {
                Verb.ENQUEUE.call(caller(client, face, payload));
                return null;
            });
            reading.await();
            await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .ignoreExceptions()
                    .untilAsserted(() -> caller(client, face, payload).job().dequeue());
            if (face == FaceUnderTest.ASYNC) {
                assertThatThrownBy(call::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                TransportException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
                        .hasMessageContaining("operation timeout");
            } else {
                assertThat(call).isNotDone();
            }
        }
        return null;
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatNeverComesIsAskedForAnew(FaceUnderTest face) {
        AtomicInteger asked = new AtomicInteger();
        TokenProvider once = request -> asked.getAndIncrement() == 0
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(AccessToken.of("secret-token", Instant.MAX));
        try (ConnectorClient client = client(b -> b.tokenProvider(once).responseTimeout(Duration.ofMillis(500)))) {
            FaceCaller caller = caller(client, face, Payload.ofString("x"));
            assertThatThrownBy(() -> Verb.DEQUEUE.call(caller))
                    .isInstanceOfSatisfying(
                            TokenUnavailableException.class,
                            e -> assertThat(e.reason()).isEqualTo(TokenUnavailableException.Reason.UNREACHABLE))
                    .hasMessageContaining("500 ms");
        }
        try (ConnectorClient client = client(b -> b.tokenProvider(once))) {
            caller(client, face, Payload.ofString("x")).job().dequeue();
            assertThat(asked).hasValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClockWhoseWaitNeverEndsHoldsACallForItsTimeOnly(FaceUnderTest face) throws Exception {
        RecordingClock clock = new RecordingClock();
        clock.freeze();
        service.trouble(Reply.text(503, "down", "Retry-After: 60"), 1);
        try (ConnectorClient client = client(b -> b.clock(clock).operationTimeout(Duration.ofMillis(500)))) {
            FaceCaller caller = caller(client, face, Payload.ofString("x"));
            assertThatThrownBy(() -> Verb.ENQUEUE.call(caller))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .hasMessageContaining("operation timeout");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnclosedStreamEndsWithItsCall(FaceUnderTest face) throws Exception {
        try (ConnectorClient client = client(b -> b.operationTimeout(Duration.ofSeconds(2)))) {
            FaceCaller caller = caller(client, face, Payload.ofString("x"));
            DownloadStream forgotten = caller.job().open(caller.message());
            await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .ignoreExceptions()
                    .untilAsserted(() -> caller.job().dequeue());
            assertThatThrownBy(forgotten::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("operation timeout");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsClosedEndsTheReadOfAnotherThread(FaceUnderTest face) throws Exception {
        service.trouble(Reply.stalled(1000, new byte[10]), 1);
        try (ConnectorClient client = client(b -> b)) {
            FaceCaller caller = caller(client, face, Payload.ofString("x"));
            DownloadStream stream = caller.job().open(caller.message());
            assertThat(stream.readNBytes(10)).hasSize(10);
            Future<?> read = threads.submit(() -> stream.read());
            stream.close();
            assertThatThrownBy(read::get).hasCauseInstanceOf(IOException.class);
            caller.job().dequeue();
        }
    }

    /** What ends many waits at once must not run what depends on the first before it ends the second. */
    @Test
    void dependentCallsEndWithTheirToken() throws Exception {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        try (ConnectorClient client =
                client(b -> b.tokenProvider(request -> token).maxConcurrentRequests(9))) {
            assertAllEnd(client.async().job(FaceCaller.ACTIVITY), () -> {
                token.completeExceptionally(new IllegalStateException("no token"));
                return null;
            });
        }
    }

    @Test
    void dependentCallsEndWithTheTotalTime() throws Exception {
        service.trouble(Reply.text(500, "no"), 1000);
        RetryPolicy policy = RetryPolicy.builder()
                .maxAttempts(2)
                .maxElapsed(Duration.ofMillis(700))
                .backoff(Backoff.fixed(Duration.ofMillis(100)))
                .build();
        try (ConnectorClient client = client(b -> b.retryPolicy(policy).maxConcurrentRequests(9))) {
            assertAllEnd(client.async().job(FaceCaller.ACTIVITY), () -> null);
        }
    }

    @Test
    void dependentCallsEndWithTheOperationTimeout() throws Exception {
        service.hold();
        try (ConnectorClient client = client(b -> b.operationTimeout(Duration.ofMillis(300)))) {
            assertAllEnd(client.async().job(FaceCaller.ACTIVITY), () -> null);
        } finally {
            service.letGo();
        }
    }

    @Test
    void dependentCallsEndWithTheClient() throws Exception {
        service.hold();
        try (ConnectorClient client = client(b -> b.maxConcurrentRequests(3))) {
            assertAllEnd(client.async().job(FaceCaller.ACTIVITY), () -> {
                service.awaitArrival();
                client.close(Duration.ZERO);
                return null;
            });
        } finally {
            service.letGo();
        }
    }

    private interface Trigger {
        Void pull() throws Exception;
    }

    /** Nine calls, each of which has something that depends on it and waits for all the others. */
    private static void assertAllEnd(AsyncRecurringJob job, Trigger trigger) throws Exception {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            calls.add(job.dequeue());
        }
        List<CompletableFuture<?>> dependents = new ArrayList<>();
        for (CompletableFuture<?> call : calls) {
            dependents.add(call.handle((value, failure) -> {
                assertThat(failure).isInstanceOf(ConnectorException.class);
                return calls.stream().allMatch(CodeThatHangsTest::fails);
            }));
        }
        trigger.pull();
        for (CompletableFuture<?> dependent : dependents) {
            assertThat(dependent.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(true);
        }
    }

    private static boolean fails(CompletableFuture<?> call) {
        try {
            call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}

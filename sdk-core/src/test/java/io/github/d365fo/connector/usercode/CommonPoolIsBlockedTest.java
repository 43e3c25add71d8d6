package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.BlockedCommonPool;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ClosedPort;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code HttpClient.sendAsync} and every {@code CompletableFuture} method without an executor end in the common pool,
 * whose few threads a program may occupy for as long as it likes. Calls must get on without them.
 */
@ExtendWith(CapturedLog.class)
@Timeout(180)
class CommonPoolIsBlockedTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    final BlockedCommonPool pool = new BlockedCommonPool();

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Future<?>> calls = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        threads.shutdownNow();
    }

    @Test
    void everyCallSucceeds() throws Exception {
        forEachCall((face, verb) -> {
            Service service = new Service();
            FaceCaller caller = caller(face, verb, client(serve(service)));
            return () -> verb.call(caller);
        });
        awaitEach();
    }

    @Test
    void everyCallEndsThoughTheServiceIsAwayAtFirst() throws Exception {
        forEachCall((face, verb) -> {
            Service service = new Service();
            service.trouble(Reply.text(503, ""), 2);
            FaceCaller caller = caller(face, verb, client(serve(service)));
            return () -> {
                try {
                    verb.call(caller);
                } catch (ConnectorException e) {
                    assertThat(Verb.REPEATED).doesNotContain(verb);
                }
            };
        });
        awaitEach();
    }

    @Test
    void everyCallThatReachesNobodyFails() throws Exception {
        try (ClosedPort nobody = new ClosedPort()) {
            forEachCall((face, verb) -> {
                FaceCaller caller = caller(face, verb, client(nobody.uri()).retryPolicy(RetryPolicy.none()));
                return () -> assertThatThrownBy(() -> verb.call(caller)).isInstanceOf(ConnectorException.class);
            });
            awaitEach();
        }
    }

    @Test
    void everyCallEndsThoughItsTokenNeverComes() throws Exception {
        forEachCall((face, verb) -> {
            ConnectorClient client = client(serve(new Service()))
                    .tokenProvider(request -> new CompletableFuture<>())
                    .responseTimeout(SHORT)
                    .build();
            FaceCaller caller = caller(face, verb, client);
            return () -> assertThatThrownBy(() -> verb.call(caller)).isInstanceOf(TokenUnavailableException.class);
        });
        awaitEach();
    }

    private interface Case {
        ThrowingCallable of(FaceUnderTest face, Verb verb) throws Exception;
    }

    private void forEachCall(Case each) throws Exception {
        for (FaceUnderTest face : FaceUnderTest.values()) {
            for (Verb verb : Verb.values()) {
                ThrowingCallable call = each.of(face, verb);
                calls.put(face + " " + verb, threads.submit(() -> {
                    try {
                        call.call();
                    } catch (Throwable e) {
                        throw new AssertionError(face + " " + verb, e);
                    }
                }));
            }
        }
    }

    private void awaitEach() throws Exception {
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(calls)
                    .as("calls that hang")
                    .allSatisfy((name, call) -> assertThat(call).isDone());
        });
        for (Future<?> call : calls.values()) {
            call.get();
        }
    }

    private URI serve(Service service) throws Exception {
        ScriptedServer server = new ScriptedServer(service);
        open.add(server);
        return URI.create(server.address());
    }

    private ConnectorClientBuilder client(URI environment) {
        return ConnectorClient.builder()
                .environment(environment)
                .tokenProvider(TokenProvider.ofStatic("secret-token"))
                .retryPolicy(RetryPolicy.builder().backoff(Backoff.fixed(SHORT)).build());
    }

    private FaceCaller caller(FaceUnderTest face, Verb verb, ConnectorClientBuilder builder) {
        return caller(face, verb, builder.build());
    }

    private FaceCaller caller(FaceUnderTest face, Verb verb, ConnectorClient client) {
        open.add(client);
        return new FaceCaller(
                client, face, directory.resolve(face + "-" + verb), Payload.ofString("x"), TransferListener.none());
    }
}

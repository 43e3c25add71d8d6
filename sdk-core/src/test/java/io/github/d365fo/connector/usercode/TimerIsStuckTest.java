package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The JDK has one timer for all of a program. Somebody's code that blocks there, or an error that ends its thread, must
 * not keep a call from its end, not even one that is the only one.
 */
@Timeout(120)
class TimerIsStuckTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final Duration SHORT = Duration.ofMillis(400);
    /** These may take an hour here, and would take it. */
    private static final Set<Verb> LONG =
            EnumSet.of(Verb.AWAIT_PROCESSED, Verb.ENQUEUE_AND_AWAIT, Verb.IMPORT, Verb.EXPORT);

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch free = new CountDownLatch(1);
    private final Map<String, Future<?>> calls = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    enum Trouble {
        SILENCE,
        UNAVAILABLE
    }

    @BeforeEach
    void block() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS, Runnable::run)
                .execute(() -> {
                    blocked.countDown();
                    awaitFreedom();
                });
        blocked.await();
    }

    @AfterEach
    void stop() throws Exception {
        free.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void everyCallEnds(Trouble trouble) throws Exception {
        for (FaceUnderTest face : FaceUnderTest.values()) {
            for (Verb verb : EnumSet.complementOf(EnumSet.copyOf(LONG))) {
                FaceCaller alone = caller(trouble, face, face + "-" + verb);
                begin(face + " " + verb, () -> verb.call(alone));
            }
            FaceCaller waiting = caller(trouble, face, face + "-wait");
            begin(face + " wait", () -> waiting.job().awaitProcessed(Verb.MESSAGE, SHORT));
        }
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(calls)
                    .as("calls that hang")
                    .allSatisfy((name, call) -> assertThat(call).isDone());
        });
        for (Future<?> call : calls.values()) {
            call.get();
        }
    }

    private void begin(String name, ThrowingCallable call) {
        calls.put(name, threads.submit(() -> assertThatThrownBy(call).isInstanceOf(ConnectorException.class)));
    }

    /** Returns a client that nobody else calls, of a server that serves nobody else. */
    private FaceCaller caller(Trouble trouble, FaceUnderTest face, String name) throws IOException {
        Service service = new Service();
        if (trouble == Trouble.SILENCE) {
            service.hold();
        } else {
            service.trouble(Reply.text(503, ""), Integer.MAX_VALUE);
        }
        ScriptedServer server = new ScriptedServer(service);
        ConnectorClient client = ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(TokenProvider.ofStatic("secret-token"))
                .operationTimeout(SHORT)
                .retryPolicy(RetryPolicy.builder()
                        .backoff(Backoff.fixed(SHORT.dividedBy(4)))
                        .build())
                .build();
        Stream.of(client, (AutoCloseable) service::letGo, server).forEach(open::add);
        return new FaceCaller(client, face, directory.resolve(name), Payload.ofString("x"), TransferListener.none());
    }

    private void awaitFreedom() {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.OutcomeNotKnownException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that is closed: what ends at once, what may come to its end, and who may close it. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
class ClientCloseTest {
    /** Longer than any test waits: what ends before ends for another reason. */
    private static final Duration LONG = Duration.ofHours(1);

    private static final Set<Verb> OF_ONE_REQUEST = EnumSet.of(
            Verb.ENQUEUE,
            Verb.DEQUEUE,
            Verb.DOWNLOAD,
            Verb.OPEN,
            Verb.ACKNOWLEDGE,
            Verb.MESSAGE_STATUS,
            Verb.JOB_STATUS,
            Verb.AWAIT_PROCESSED,
            Verb.EXECUTION_STATUS);

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Service service = new Service();
    private final RecordingClock clock = new RecordingClock();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private volatile TokenProvider tokens = TokenProvider.ofStatic("secret-token");
    private volatile ConnectorListener listener = new ConnectorListener() {};
    private volatile Payload payload = Payload.ofString("<Document/>");
    private volatile TransferListener progress = TransferListener.none();
    private ScriptedServer server;
    private ConnectorClient client;

    static Stream<Arguments> callsOfOneRequest() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> OF_ONE_REQUEST.stream().map(verb -> Arguments.of(verb, face)));
    }

    static Stream<Arguments> calls() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Verb.values()).map(verb -> Arguments.of(verb, face)));
    }

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

    private static ConditionFactory soon() {
        return await().atMost(60, TimeUnit.SECONDS).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private Future<?> call(Verb verb, FaceUnderTest face) {
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

    private Future<?> close(Duration grace) {
        return threads.submit(() -> client.close(grace));
    }

    private static ConnectorException failure(Future<?> call) throws InterruptedException {
        try {
            call.get();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ConnectorException.class).hasMessageContaining("closed");
            return (ConnectorException) e.getCause();
        }
        throw new AssertionError("the call came to its end");
    }

    /** What is on the wire has its grace. */
    @Nested
    class Exchanges {
        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#callsOfOneRequest")
        void whatIsOnTheWireComesToItsEnd(Verb verb, FaceUnderTest face) throws Exception {
            service.hold();
            Future<?> call = call(verb, face);
            service.awaitArrival();
            Future<?> close = close(LONG);
            awaitRefusal();
            assertThat(call).isNotDone();
            assertThat(close).isNotDone();
            service.letGo();
            call.get();
            close.get();
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#calls")
        void afterTheGraceItIsEndedAndSaysSo(Verb verb, FaceUnderTest face) throws Exception {
            service.hold();
            Future<?> call = call(verb, face);
            service.awaitArrival();
            client.close(Duration.ofMillis(50));
            assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(directory).isEmptyDirectory();
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#calls")
        void withoutGraceItIsEndedAtOnce(Verb verb, FaceUnderTest face) throws Exception {
            service.hold();
            Future<?> call = call(verb, face);
            service.awaitArrival();
            client.close(Duration.ZERO);
            assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(directory).isEmptyDirectory();
        }

        @ParameterizedTest
        @EnumSource
        void aFileThatArrivedIsReportedWithItsMessageId(FaceUnderTest face) throws Exception {
            service.hold();
            Future<?> call = call(Verb.ENQUEUE_AND_AWAIT, face);
            service.awaitArrival();
            Future<?> close = close(LONG);
            awaitRefusal();
            service.letGo();
            assertThat(failure(call))
                    .isInstanceOfSatisfying(
                            OutcomeNotKnownException.class,
                            e -> assertThat(e.messageId()).isEqualTo(Verb.MESSAGE));
            close.get();
            assertThat(server.requests()).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource
        void whatFailedIsNotTriedAgain(FaceUnderTest face) throws Exception {
            service.trouble(Reply.text(500, "no"), 1);
            service.hold();
            Future<?> call = call(Verb.DEQUEUE, face);
            service.awaitArrival();
            Future<?> close = close(LONG);
            awaitRefusal();
            service.letGo();
            assertThat(failure(call).attempts()).hasSize(2);
            close.get();
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** What waits ends at once. */
    @Nested
    class Waits {
        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#calls")
        void aWaitForTheNextTryEndsAtOnce(Verb verb, FaceUnderTest face) throws Exception {
            clock.freeze();
            service.trouble(Reply.text(503, "down", "Retry-After: 60"), 1);
            Future<?> call = call(verb, face);
            soon().until(() -> !clock.delays().isEmpty());
            client.close(LONG);
            assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_SENT);
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#calls")
        void aWaitForTheEndOfThrottlingEndsAtOnce(Verb verb, FaceUnderTest face) throws Exception {
            clock.freeze();
            service.trouble(Reply.text(429, "busy", "Retry-After: 60"), 1);
            Future<?> call = call(verb, face);
            soon().until(() -> !clock.delays().isEmpty());
            client.close(LONG);
            assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_SENT);
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#calls")
        void aWaitForATokenEndsAtOnce(Verb verb, FaceUnderTest face) throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            tokens = request -> {
                asked.countDown();
                return new CompletableFuture<>();
            };
            Future<?> call = call(verb, face);
            asked.await();
            client.close(LONG);
            assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_SENT);
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#calls")
        void aTokenProviderThatBlocksIsInterrupted(Verb verb, FaceUnderTest face) throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            tokens = request -> {
                asked.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                throw new AssertionError();
            };
            Future<?> call = call(verb, face);
            asked.await();
            client.close(LONG);
            assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_SENT);
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#calls")
        void aWaitForOthersEndsAtOnceAndThoseComeToTheirEnd(Verb verb, FaceUnderTest face) throws Exception {
            service.hold();
            List<Future<?>> others = List.of(call(Verb.DEQUEUE, face), call(Verb.DEQUEUE, face));
            soon().until(() -> server.requests().size() == 2);
            Future<?> call = call(verb, face);
            waiting.await();
            Future<?> close = close(LONG);
            assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(close).isNotDone();
            service.letGo();
            for (Future<?> other : others) {
                other.get();
            }
            close.get();
        }

        @ParameterizedTest
        @EnumSource
        void aWaitForTheTurnOfAProjectEndsAtOnce(FaceUnderTest face) throws Exception {
            service.hold();
            Future<?> first = call(Verb.IMPORT, face);
            service.awaitArrival();
            Future<?> second = call(Verb.IMPORT, face);
            waiting.await();
            Future<?> close = close(LONG);
            assertThat(failure(second).outcome()).isEqualTo(Outcome.NOT_SENT);
            service.letGo();
            failure(first);
            close.get();
        }

        @ParameterizedTest
        @EnumSource
        void aPollEndsAtOnceBetweenTwoQuestionsAndAfterTheOneThatIsAsked(FaceUnderTest face) throws Exception {
            clock.freeze();
            service.trouble(Reply.text(200, "{\"value\":\"Enqueued\"}"), 2);
            Future<?> between = call(Verb.AWAIT_PROCESSED, face);
            soon().until(() -> !clock.delays().isEmpty());
            service.hold();
            Future<?> asking = call(Verb.AWAIT_PROCESSED, face);
            service.awaitArrival();
            Future<?> close = close(LONG);
            failure(between);
            assertThat(asking).isNotDone();
            service.letGo();
            failure(asking);
            close.get();
            assertThat(server.requests()).hasSize(2);
        }
    }

    /** A stream is an exchange until it is closed. */
    @Nested
    class Streams {
        @ParameterizedTest
        @EnumSource
        void aStreamIsReadToItsEnd(FaceUnderTest face) throws Exception {
            try (DownloadStream stream = open(face)) {
                Future<?> close = close(LONG);
                awaitRefusal();
                assertThat(stream.readAllBytes()).isEqualTo(Service.PACKAGE);
                assertThat(close).isNotDone();
                stream.close();
                close.get();
            }
        }

        @ParameterizedTest
        @EnumSource
        void aStreamThatTakesLongerEndsWithAnError(FaceUnderTest face) throws Exception {
            service.trouble(Reply.stalled(1000, new byte[10]), 1);
            try (DownloadStream stream = open(face)) {
                assertThat(stream.readNBytes(10)).hasSize(10);
                Future<?> read = threads.submit(() -> stream.read());
                threads.submit(() -> client.close(Duration.ofMillis(50))).get();
                assertThatThrownBy(read::get)
                        .hasCauseInstanceOf(IOException.class)
                        .hasMessageContaining("closed");
                assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
            }
        }

        /** In one thread nobody could close the stream while the client waits for it. */
        @ParameterizedTest
        @EnumSource
        void whoReadsAStreamMayCloseTheClient(FaceUnderTest face) throws Exception {
            try (DownloadStream stream = open(face)) {
                stream.read();
                client.close(LONG);
                stream.readAllBytes();
            }
        }
    }

    /** Whoever closes a client gets away from it. */
    @Nested
    class Closers {
        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("io.github.d365fo.connector.usercode.ClientCloseTest#closers")
        void aCallMayCloseItsClient(From from, FaceUnderTest face) throws Exception {
            CountDownLatch closed = new CountDownLatch(1);
            install(from, () -> {
                client.close(LONG);
                closed.countDown();
            });
            Future<?> call = call(from.verb, face);
            try {
                call.get();
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(ConnectorException.class).hasMessageContaining("closed");
            }
            closed.await();
        }

        @Test
        void whatDependsOnACallMayCloseTheClient() throws Exception {
            AsyncRecurringJob job = client.async().job(FaceCaller.ACTIVITY);
            job.dequeue().thenRun(() -> client.close(LONG)).get();
            assertThatThrownBy(job::dequeue).isInstanceOf(IllegalStateException.class);
        }

        @ParameterizedTest
        @EnumSource
        void anInterruptOfTheCloserEndsAllAtOnce(FaceUnderTest face) throws Exception {
            service.hold();
            Future<?> call = call(Verb.ENQUEUE, face);
            service.awaitArrival();
            AtomicBoolean flag = new AtomicBoolean();
            Thread closer = new Thread(() -> {
                client.close(LONG);
                flag.set(Thread.currentThread().isInterrupted());
            });
            closer.start();
            awaitRefusal();
            closer.interrupt();
            closer.join();
            assertThat(flag).isTrue();
            assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
        }

        @ParameterizedTest
        @EnumSource
        void severalMayCloseAtOnceAndAgain(FaceUnderTest face) throws Exception {
            service.hold();
            Future<?> call = call(Verb.DEQUEUE, face);
            service.awaitArrival();
            List<Future<?>> closers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                closers.add(close(LONG));
            }
            awaitRefusal();
            service.letGo();
            call.get();
            for (Future<?> closer : closers) {
                closer.get();
            }
            client.close();
            assertThatThrownBy(() -> client.close(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        }

        /** Their threads can't be had back, but the future can, and so can whoever closes the client. */
        @Test
        void payloadsThatHeedNoInterruptHoldTheClientForSecondsOnly() throws Exception {
            CountDownLatch reading = new CountDownLatch(2);
            CountDownLatch letGo = new CountDownLatch(1);
            payload = Payload.ofStream(() -> stream(() -> {
                reading.countDown();
                awaitUninterruptibly(letGo);
            }));
            Future<?> blocking = call(Verb.ENQUEUE, FaceUnderTest.BLOCKING);
            Future<?> async = call(Verb.ENQUEUE, FaceUnderTest.ASYNC);
            reading.await();
            client.close(Duration.ZERO);
            failure(async);
            letGo.countDown();
            failure(blocking);
        }
    }

    private DownloadStream open(FaceUnderTest face) {
        FaceCaller caller = new FaceCaller(client, face, directory, payload, progress);
        return caller.job().open(caller.message());
    }

    /** Who closes the client from the middle of a call, and what that call is. */
    enum From {
        ON_REQUEST(Verb.DEQUEUE),
        ON_RESPONSE(Verb.DEQUEUE),
        ON_WAIT(Verb.DEQUEUE),
        ON_TRANSFER(Verb.ENQUEUE),
        PROGRESS(Verb.ENQUEUE),
        PROGRESS_OF_A_LANE(Verb.IMPORT),
        PAYLOAD(Verb.ENQUEUE),
        PAYLOAD_OF_A_LANE(Verb.IMPORT),
        TOKEN_PROVIDER(Verb.DEQUEUE),
        THREAD_OF_A_TOKEN_PROVIDER(Verb.DEQUEUE);

        final Verb verb;

        From(Verb verb) {
            this.verb = verb;
        }
    }

    static Stream<Arguments> closers() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(From.values()).map(from -> Arguments.of(from, face)));
    }

    private void install(From from, Runnable closing) {
        AtomicBoolean once = new AtomicBoolean();
        Runnable first = () -> {
            if (!once.getAndSet(true)) {
                closing.run();
            }
        };
        listener = new ConnectorListener() {
            @Override
            public void onRequest(Request event) {
                runIf(from == From.ON_REQUEST, first);
            }

            @Override
            public void onResponse(Response event) {
                runIf(from == From.ON_RESPONSE, first);
            }

            @Override
            public void onWait(Wait event) {
                runIf(from == From.ON_WAIT, first);
            }

            @Override
            public void onTransfer(Transfer event) {
                runIf(from == From.ON_TRANSFER, first);
            }
        };
        service.trouble(Reply.text(503, "down", "Retry-After: 60"), from == From.ON_WAIT ? 1 : 0);
        progress = (moved, total) -> runIf(from.name().startsWith("PROGRESS"), first);
        payload = Payload.ofStream(() -> stream(() -> runIf(from.name().startsWith("PAYLOAD"), first)));
        tokens = request -> {
            runIf(from == From.TOKEN_PROVIDER, first);
            TokenProvider ordinary = TokenProvider.ofStatic("secret-token");
            return from == From.THREAD_OF_A_TOKEN_PROVIDER
                    ? CompletableFuture.runAsync(first, threads).thenCompose(done -> ordinary.token(request))
                    : ordinary.token(request);
        };
    }

    private static void runIf(boolean condition, Runnable action) {
        if (condition) {
            action.run();
        }
    }

    private static InputStream stream(Runnable whenRead) {
        return new ByteArrayInputStream(new byte[100]) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                whenRead.run();
                return super.read(bytes, offset, length);
            }
        };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClosedClientHasNoThreads() throws Exception {
        // Clients of other tests in this JVM may have some.
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        AsyncRecurringJob job = client.async().job(FaceCaller.ACTIVITY);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(job.dequeue());
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get();
        client.close();
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !others.contains(thread))
                        .noneMatch(thread -> thread.getName().startsWith("d365fo-connector")));
    }

    @Test
    void anEndedCallSaysThatItsClientWasClosed() throws Exception {
        service.hold();
        Future<?> call = call(Verb.ACKNOWLEDGE, FaceUnderTest.BLOCKING);
        service.awaitArrival();
        client.close(Duration.ZERO);
        assertThat(failure(call)).isInstanceOf(TransportException.class).hasMessageContaining("acknowledge failed");
    }

    /** From then on the client is closing. */
    private void awaitRefusal() {
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

package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.OutcomeNotKnownException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that is closed: what ends at once, and what may come to its end. */
class ClientCloseTest extends ClosingClient {
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

    static Stream<Arguments> callsOfOneRequest() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> OF_ONE_REQUEST.stream().map(verb -> Arguments.of(verb, face)));
    }

    static Stream<Arguments> calls() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Verb.values()).map(verb -> Arguments.of(verb, face)));
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
        void aPollEndsBetweenRequestsOrAfterTheCurrentOne(FaceUnderTest face) throws Exception {
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

    private DownloadStream open(FaceUnderTest face) {
        FaceCaller caller = new FaceCaller(client, face, directory, payload, progress);
        return caller.job().open(caller.message());
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
}

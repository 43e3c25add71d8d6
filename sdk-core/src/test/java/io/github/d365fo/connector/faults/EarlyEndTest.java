package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waits: what they are for, how long they are, and what ends them early. */
@ExtendWith(CapturedLog.class)
@Timeout(30)
class EarlyEndTest {
    private static final Reply EMPTY = connection -> {
        connection.head(204, 0);
        return true;
    };

    /** Whoever wants a call no more ends it at once. */
    @Nested
    class Interrupts {
        @Test
        void anInterruptEndsAnExchangeAndStaysSet() throws Exception {
            CountDownLatch arrived = new CountDownLatch(1);
            Reply silent = connection -> {
                arrived.countDown();
                connection.untilClosing();
                return false;
            };
            try (Rig rig = new Rig(FaceUnderTest.BLOCKING, silent)) {
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                AtomicReference<Boolean> flag = new AtomicReference<>();
                Thread caller = new Thread(() -> {
                    try {
                        rig.job.enqueue(EnqueueRequest.of(Payload.ofString("x")));
                    } catch (TransportException e) {
                        thrown.set(e);
                    }
                    flag.set(Thread.currentThread().isInterrupted());
                });
                caller.start();
                arrived.await();
                caller.interrupt();
                caller.join();
                assertThat(flag.get()).isTrue();
                assertThat(thrown.get()).isInstanceOfSatisfying(TransportException.class, e -> {
                    assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                    assertThat(e).hasMessageContaining("interrupted").hasMessageContaining("import it twice");
                });
            }
        }

        @Test
        void anInterruptEndsADownloadAndLeavesNothing(@TempDir Path directory) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            Reply endless = connection -> {
                connection.head(200, Long.MAX_VALUE / 2);
                while (true) {
                    connection.write(new byte[1 << 20]);
                    begun.countDown();
                }
            };
            try (Rig rig = new Rig(FaceUnderTest.BLOCKING, endless)) {
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                AtomicReference<Boolean> flag = new AtomicReference<>();
                Thread caller = new Thread(() -> {
                    try {
                        rig.job.download(rig.message(), directory.resolve("a.zip"));
                    } catch (TransportException e) {
                        thrown.set(e);
                    }
                    flag.set(Thread.currentThread().isInterrupted());
                });
                caller.start();
                begun.await();
                caller.interrupt();
                caller.join();
                assertThat(thrown.get()).hasMessageContaining("interrupted");
                assertThat(flag.get()).isTrue();
                assertThat(directory).isEmptyDirectory();
            }
        }

        @Test
        void aCancelledDownloadLeavesNothing(@TempDir Path directory) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            Reply endless = connection -> {
                connection.head(200, Long.MAX_VALUE / 2);
                while (true) {
                    connection.write(new byte[1 << 20]);
                    begun.countDown();
                }
            };
            try (Rig rig = new Rig(FaceUnderTest.ASYNC, endless)) {
                CompletableFuture<?> call =
                        rig.client.async().job(Rig.ACTIVITY).download(rig.message(), directory.resolve("a.zip"));
                begun.await();
                call.cancel(true);
                await().until(() -> directory.toFile().list().length == 0);
            }
        }

        @Test
        void anInterruptEndsAWait() throws Exception {
            try (Rig rig = new Rig(FaceUnderTest.BLOCKING, Reply.text(500, "no"))) {
                rig.clock.freeze();
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Thread caller = new Thread(() -> {
                    try {
                        rig.job.dequeue();
                    } catch (TransportException e) {
                        thrown.set(e);
                    }
                });
                caller.start();
                await().until(() -> !rig.clock.delays().isEmpty());
                caller.interrupt();
                caller.join();
                assertThat(thrown.get()).hasMessageContaining("interrupted");
            }
        }

        @Test
        void cancellingAFutureEndsItsExchange() throws Exception {
            CountDownLatch arrived = new CountDownLatch(1);
            CountDownLatch gone = new CountDownLatch(1);
            Reply silent = connection -> {
                arrived.countDown();
                try {
                    connection.untilClientLeaves();
                } finally {
                    gone.countDown();
                }
                return false;
            };
            try (Rig rig = new Rig(FaceUnderTest.ASYNC, silent)) {
                CompletableFuture<?> call = rig.client.async().job(Rig.ACTIVITY).dequeue();
                arrived.await();
                assertThat(call.cancel(true)).isTrue();
                assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }

        @ParameterizedTest
        @EnumSource
        void closingEndsWaitsAtOnceAndRefusesNewCalls(FaceUnderTest face) throws Exception {
            try (Rig rig = new Rig(face, Reply.text(500, "no"))) {
                rig.clock.freeze();
                AsyncRecurringJob async = rig.client.async().job(Rig.ACTIVITY);
                CompletableFuture<?> call = async.dequeue();
                await().until(() -> !rig.clock.delays().isEmpty());
                rig.client.close();
                rig.client.close();
                assertThatThrownBy(call::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(TransportException.class)
                        .hasMessageContaining("closed");
                assertThatThrownBy(rig.job::dequeue).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> rig.client.job(Rig.ACTIVITY)).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    /** A wait for a state. */
    @Nested
    class Polls {
        @ParameterizedTest
        @EnumSource
        void aPollTimeoutNamesTheLastState(FaceUnderTest face) throws IOException {
            try (Rig rig = new Rig(face, Reply.text(200, "{\"value\":\"Enqueued\"}"))) {
                assertThatThrownBy(() -> rig.job.awaitProcessed(MessageId.verbatim("m"), Duration.ofSeconds(100)))
                        .isInstanceOfSatisfying(ProcessingTimeoutException.class, e -> {
                            assertThat(e.lastState()).isEqualTo("Enqueued");
                            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                        })
                        .hasMessageContaining("Enqueued");
                assertThat(rig.clock.delays())
                        .extracting(Duration::toSeconds)
                        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 9L);
                assertThatThrownBy(() -> rig.job.awaitProcessed(MessageId.verbatim("m"), Duration.ofSeconds(-1)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aPollThatFailsLaterIsPassedOver(FaceUnderTest face) throws IOException {
            try (Rig rig = Rig.with(
                    b -> b.retryPolicy(RetryPolicy.none()),
                    face,
                    Reply.text(200, "{\"value\":\"Enqueued\"}"),
                    Reply.text(502, "bad gateway"),
                    Reply.text(200, "{\"value\":\"ProcessedWithErrors\"}"))) {
                assertThat(rig.job
                                .awaitProcessed(MessageId.verbatim("m"), Duration.ofHours(1))
                                .isSuccess())
                        .isFalse();
            }
            try (Rig rig = Rig.with(b -> b.retryPolicy(RetryPolicy.none()), face, Reply.text(502, "bad gateway"))) {
                assertThatThrownBy(() -> rig.job.awaitProcessed(MessageId.verbatim("m"), Duration.ofHours(1)))
                        .isInstanceOf(ServiceException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailingListenerFailsNoCall(FaceUnderTest face) throws IOException {
        ConnectorListener broken = new ConnectorListener() {
            @Override
            public void onRequest(Request event) {
                throw new IllegalStateException("listener");
            }

            @Override
            public void onResponse(Response event) {
                throw new IllegalStateException("listener");
            }
        };
        try (Rig rig = Rig.with(b -> b.listener(broken), face, EMPTY)) {
            assertThat(rig.job.dequeue()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRealWaitIsTakenFromTheSystem(FaceUnderTest face) throws IOException {
        RetryPolicy quick = RetryPolicy.builder()
                .backoff(Backoff.fixed(Duration.ofMillis(20)))
                .build();
        try (Rig rig =
                Rig.with(b -> b.clock(Clock.systemUTC()).retryPolicy(quick), face, Reply.text(500, "no"), EMPTY)) {
            assertThat(rig.job.dequeue()).isEmpty();
            assertThat(rig.server.requests()).hasSize(2);
        }
    }
}

package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** All calls of a client wait together. */
    @Nested
    class Throttling {
        /** A wait that can't end in time is none; who is told at once can still do something else. */
        @ParameterizedTest
        @EnumSource
        void aServiceThatWantsAMomentLongerThanTheCallMayTakeIsSaidAtOnce(FaceUnderTest face) throws IOException {
            for (String wish : List.of("120", "9999999999", "soon")) {
                for (int status : new int[] {429, 503}) {
                    try (Rig rig = Rig.with(
                            builder -> builder.clock(Clock.systemUTC()).operationTimeout(Duration.ofSeconds(25)),
                            face,
                            Reply.text(status, "", "Retry-After: " + wish))) {
                        ServiceException end = catchThrowableOfType(
                                ServiceException.class,
                                () -> rig.job.enqueue(EnqueueRequest.of(Payload.ofString("x"))));
                        assertThat(end.statusCode()).isEqualTo(status);
                        assertThat(end.outcome()).isEqualTo(Outcome.REJECTED);
                        assertThat(end.attempts()).hasSize(1);
                        if (end instanceof ThrottledException throttled) {
                            assertThat(throttled.retryAfter()).isGreaterThan(Duration.ofSeconds(25));
                        }
                    }
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void aThrottledAnswerHoldsEverybody(FaceUnderTest face) throws IOException {
            List<ConnectorListener.Throttle> throttles = Collections.synchronizedList(new ArrayList<>());
            ConnectorListener listener = new ConnectorListener() {
                @Override
                public void onThrottle(Throttle event) {
                    throttles.add(event);
                }
            };
            try (Rig rig =
                    Rig.with(b -> b.listener(listener), face, Reply.text(429, "busy", "Retry-After: 3600"), EMPTY)) {
                assertThat(rig.job.dequeue()).isEmpty();
                assertThat(rig.clock.delays()).hasSize(1);
                assertThat(rig.clock.delays().get(0)).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(301));
                assertThat(throttles).hasSize(1);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aClosedGateBeyondTheTotalTimeFailsAtOnce(FaceUnderTest face) throws IOException {
            RetryPolicy brief =
                    RetryPolicy.builder().maxElapsed(Duration.ofSeconds(20)).build();
            try (Rig rig = Rig.with(b -> b.retryPolicy(brief), face, Reply.text(429, "busy"))) {
                for (int call = 0; call < 2; call++) {
                    assertThatThrownBy(rig.job::dequeue)
                            .isInstanceOfSatisfying(
                                    ThrottledException.class,
                                    e -> assertThat(e.retryAfter())
                                            .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31)));
                }
                assertThat(rig.server.requests()).hasSize(1);
                assertThat(rig.clock.delays()).isEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource
        void noMoreThanTheGivenRequestsAreOnTheWire(FaceUnderTest face) throws Exception {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch two = new CountDownLatch(2);
            Reply counting = connection -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                two.countDown();
                two.await();
                now.decrementAndGet();
                connection.head(204, 0);
                return true;
            };
            try (Rig rig = Rig.with(b -> b.maxConcurrentRequests(2), face, counting)) {
                AsyncRecurringJob async = rig.client.async().job(Rig.ACTIVITY);
                List<CompletableFuture<?>> calls = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    calls.add(async.dequeue());
                }
                CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
                assertThat(rig.job.dequeue()).isEmpty();
                assertThat(most.get()).isEqualTo(2);
            }
        }
    }

    /** A token that is refused, or does not come. */
    @Nested
    class Tokens {
        @ParameterizedTest
        @EnumSource
        void aRefusedTokenIsReplacedOnce(FaceUnderTest face) throws IOException {
            AtomicInteger asked = new AtomicInteger();
            TokenProvider tokens = request -> {
                asked.incrementAndGet();
                return CompletableFuture.completedFuture(
                        AccessToken.of("token-" + request.forceRefresh(), Instant.parse("2026-03-01T05:00:00Z")));
            };
            try (Rig rig = Rig.with(
                    b -> b.tokenProvider(tokens).retryPolicy(RetryPolicy.none()), face, Reply.text(401, "no"), EMPTY)) {
                assertThat(rig.job.dequeue()).isEmpty();
                assertThat(rig.job.dequeue()).isEmpty();
                assertThat(asked).hasValue(2);
                assertThat(rig.server.requests())
                        .extracting(r -> r.header("authorization"))
                        .containsExactly("Bearer token-false", "Bearer token-true", "Bearer token-true");
            }
        }

        @ParameterizedTest
        @EnumSource
        void theClaimsOfARefusedTokenAreNamed(FaceUnderTest face) throws IOException {
            String claims = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"aud\":\"https://other\",\"tid\":\"t-1\",\"appid\":\"a-1\"}"
                            .getBytes(StandardCharsets.UTF_8));
            String jwt = "eyJhbGciOiJub25lIn0." + claims + ".c2lnbmF0dXJl";
            try (Rig rig = Rig.with(b -> b.tokenProvider(TokenProvider.ofStatic(jwt)), face, Reply.text(403, "no"))) {
                assertThatThrownBy(rig.job::dequeue)
                        .isInstanceOf(AuthorizationException.class)
                        .hasMessageContaining("aud https://other, tid t-1, appid a-1")
                        .hasMessageNotContaining(claims)
                        .hasMessageNotContaining("expired");
            }
        }

        @ParameterizedTest
        @EnumSource
        void aTokenThatHasExpiredIsToldSo(FaceUnderTest face) throws IOException {
            String claims = Base64.getUrlEncoder()
                    .encodeToString("{\"aud\":\"https://other\",\"exp\":1000000000}".getBytes(StandardCharsets.UTF_8));
            for (TokenProvider old : List.of(
                    TokenProvider.ofStatic("h." + claims + ".s"),
                    request -> CompletableFuture.completedFuture(
                            AccessToken.of("opaque", Instant.ofEpochSecond(1_000_000_000))))) {
                try (Rig rig = Rig.with(b -> b.tokenProvider(old), face, Reply.text(403, ""))) {
                    assertThatThrownBy(rig.job::dequeue)
                            .isInstanceOf(AuthorizationException.class)
                            .hasMessageContaining("It expired at 2001-09-09T01:46:40Z");
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void aFailingTokenProviderFailsTheCall(FaceUnderTest face) throws IOException {
            TokenProvider broken = TokenProvider.blocking(() -> {
                throw new IOException("no network");
            });
            try (Rig rig = Rig.with(b -> b.tokenProvider(broken), face, EMPTY)) {
                assertThatThrownBy(rig.job::dequeue)
                        .isInstanceOfSatisfying(
                                TokenUnavailableException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                        .hasMessageContaining("no network");
                assertThat(rig.server.requests()).isEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource
        void aTokenThatNeverComesEndsWithTheCallsTime(FaceUnderTest face) throws IOException {
            TokenProvider never = request -> new CompletableFuture<>();
            try (Rig rig =
                    Rig.with(b -> b.tokenProvider(never).operationTimeout(Duration.ofMillis(200)), face, EMPTY)) {
                assertThatThrownBy(rig.job::dequeue)
                        .isInstanceOfAny(TransportException.class, TokenUnavailableException.class);
            }
        }
    }

    /** A wait for a state. */
    @Nested
    class Polls {
        @ParameterizedTest
        @EnumSource
        void anImportIsPolledFromOneSecondToThirtyAndTheTimeoutNamesTheState(FaceUnderTest face) throws IOException {
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

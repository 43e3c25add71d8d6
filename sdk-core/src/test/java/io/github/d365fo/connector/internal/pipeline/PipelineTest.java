package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallKind;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Workers;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One call after another through a client that sends a single request at once: what is told and what comes back. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class PipelineTest {
    private static final Duration BACKOFF = Duration.ofSeconds(7);
    private static final Reply GOOD = Reply.text(200, "good", "x-ms-request-id: r-1");
    private static final Reply BAD = Reply.text(500, "bad");

    private final RecordingClock clock = new RecordingClock();
    private final ExecutorService workers = Workers.create();
    private final RecordedEvents told = new RecordedEvents();
    private final AtomicInteger tokens = new AtomicInteger();
    private TokenProvider tokenProvider =
            TokenProvider.blocking(() -> AccessToken.of("token-" + tokens.incrementAndGet(), Instant.MAX));
    private ScriptedServer server;
    private Pipeline pipeline;

    @AfterEach
    void stop() throws IOException {
        pipeline.close();
        server.close();
        workers.shutdownNow();
    }

    /** One try after another. */
    @Nested
    class Tries {
        @ParameterizedTest
        @EnumSource(CallKind.class)
        void anAnswerIsReadAndReported(CallKind kind) throws IOException {
            serve(GOOD);
            assertThat(call(kind).join()).isEqualTo("good");
            assertThat(told.events).containsExactly("attempt 1", "200 r-1 of 1");
            assertThat(server.requests().get(0).header("authorization")).isEqualTo("Bearer token-1");
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aRetryWaitsAndIsReported(CallKind kind) throws IOException {
            serve(BAD, GOOD);
            assertThat(call(kind).join()).isEqualTo("good");
            assertThat(told.events)
                    .containsExactly(
                            "attempt 1",
                            "500 - of 1",
                            "retry of 1 in PT7S: status 500: bad, STATUS",
                            "BACKOFF PT7S",
                            "attempt 2",
                            "200 r-1 of 2");
            assertThat(clock.delays()).containsExactly(BACKOFF);
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aCallThatFailsSaysWhatEachTryWaitedFor(CallKind kind) throws IOException {
            serve(BAD);
            ServiceException failure = (ServiceException) failure(call(kind));
            assertThat(failure.attempts())
                    .extracting(each -> each.number() + " after " + each.delayBefore())
                    .containsExactly("1 after PT0S", "2 after PT7S", "3 after PT7S");
            assertThat(server.requests()).hasSize(3);
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void whatCantBeMadeAgainIsSentOnce(CallKind kind) throws IOException {
            serve(BAD);
            assertThat(failure(run(kind, new OnceExchange()))).isInstanceOf(ServiceException.class);
            assertThat(server.requests()).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aRequestThatCantBeMadeIsNotSent(CallKind kind) throws IOException {
            serve(GOOD);
            ConnectorException failure = failure(run(kind, new UnmadeExchange()));
            assertThat(failure).hasMessageContaining("not ready");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(told.events).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aLostAnswerIsReported(CallKind kind) throws IOException {
            serve(Reply.reset(true), Reply.reset(true), Reply.reset(true));
            failure(call(kind));
            assertThat(told.events)
                    .filteredOn(event -> event.startsWith("no answer"))
                    .hasSize(3)
                    .allSatisfy(event -> assertThat(event).startsWith("no answer: "));
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aCallThatWasEndedSendsNothing(CallKind kind) throws IOException {
            serve(GOOD);
            Call ended = kind.call(workers, told);
            ended.cancel();
            assertThat(failure(pipeline.run(ended, text()))).hasMessageContaining("cancelled");
            assertThat(server.requests()).isEmpty();
            assertThat(call(kind).join()).isEqualTo("good");
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void workOnThisSideFailsTyped(CallKind kind) throws IOException {
            serve(GOOD);
            Call call = kind.call(workers, told);
            assertThat(call.step(Operation.DOWNLOAD, () -> "done").join()).isEqualTo("done");
            assertThat(failure(call.step(Operation.DOWNLOAD, () -> {
                        throw new IllegalStateException("no");
                    })))
                    .hasMessageStartingWith("download failed: ");
        }
    }

    /** Places on the wire, and who has one. */
    @Nested
    class Permits {
        @ParameterizedTest
        @EnumSource(CallKind.class)
        void whateverBecomesOfACallTheNextMaySend(CallKind kind) throws IOException {
            serve(Reply.text(400, "no"), Reply.text(200, "{"), GOOD);
            failure(call(kind));
            failure(run(kind, TextExchange.of(get(), text -> {
                throw new IllegalArgumentException("not this");
            })));
            assertThat(call(kind).join()).isEqualTo("good");
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void anOpenAnswerKeepsItsPermit(CallKind kind) throws IOException {
            serve(GOOD);
            Call reading = kind.call(workers, told);
            pipeline.run(reading, new OpenExchange()).join();
            CompletableFuture<String> next = pipeline.run(CallKind.ASYNC.call(workers, told), text());
            assertThat(told.events).contains("ADMISSION ");
            assertThat(next).isNotDone();
            reading.finish();
            assertThat(next.join()).isEqualTo("good");
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void whoReadsAnAnswerHearsWhyItsCallWasEnded(CallKind kind) throws IOException {
            serve(GOOD);
            Call reading = kind.call(workers, told);
            OpenExchange open = new OpenExchange();
            pipeline.run(reading, open).join();
            assertThat(CallKind.isInside(reading, open.kept.reader())).isTrue();
            reading.cancel();
            assertThatThrownBy(open.kept::next).isInstanceOf(NoAnswer.class).hasMessage("the call was cancelled");
            assertThat(call(kind).join()).as("the next has its place").isEqualTo("good");
        }
    }

    /** What is sent as a token, and what is not. */
    @Nested
    class Tokens {
        @ParameterizedTest
        @EnumSource(CallKind.class)
        void tokensAndSignaturesThatWereSentAreSecrets(CallKind kind) throws IOException {
            tokenProvider = TokenProvider.ofStatic("k3y-0f-th3-d00r-t0-th3-3nv1r0nm3nt");
            serve(GOOD);
            Request signed =
                    Request.get(Operation.DEQUEUE, URI.create(server.address() + "/x?sig=s1gnatur3-0f-st0rag3"));
            run(kind, TextExchange.of(signed, text -> text)).join();
            assertThat(pipeline.secrets().clean("k3y-0f-th3-d00r-t0-th3-3nv1r0nm3nt s1gnatur3-0f-st0rag3"))
                    .doesNotContain("k3y")
                    .doesNotContain("s1g");
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aRefusedTokenIsReplacedOnceWithoutAWait(CallKind kind) throws IOException {
            serve(Reply.text(401, ""), GOOD);
            assertThat(call(kind).join()).isEqualTo("good");
            assertThat(server.requests())
                    .extracting(request -> request.header("authorization"))
                    .containsExactly("Bearer token-1", "Bearer token-2");
            assertThat(clock.delays()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aTokenThatIsRefusedAgainEndsTheCall(CallKind kind) throws IOException {
            serve(Reply.text(401, ""));
            assertThat(failure(call(kind))).isInstanceOf(AuthorizationException.class);
            assertThat(server.requests()).hasSize(2);
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aFailingTokenProviderEndsTheCallUnsent(CallKind kind) throws IOException {
            tokenProvider = request -> CompletableFuture.failedFuture(new IllegalStateException("no vault"));
            serve(GOOD);
            assertThat(failure(call(kind)))
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("the token provider failed with IllegalStateException: no vault");
            assertThat(server.requests()).isEmpty();
            assertThat(told.events).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aCallWithoutATokenAsksForNone(CallKind kind) throws IOException {
            serve(Reply.text(401, ""));
            assertThat(failure(run(kind, new BareExchange()))).hasMessageContaining("ask for a new address");
            assertThat(server.requests())
                    .hasSize(1)
                    .first()
                    .satisfies(request ->
                            assertThat(request.header("authorization")).isEmpty());
            assertThat(tokens).hasValue(0);
        }
    }

    /** The gate that is closed for all. */
    @Nested
    class Throttling {
        @ParameterizedTest
        @EnumSource(CallKind.class)
        void whoIsAskedToWaitClosesTheGateForAll(CallKind kind) throws IOException {
            serve(Reply.text(429, "busy", "Retry-After: 10"), GOOD);
            assertThat(call(kind).join()).isEqualTo("good");
            assertThat(clock.delays())
                    .hasSize(1)
                    .first()
                    .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11)));
            Duration wait = clock.delays().get(0);
            assertThat(told.events)
                    .containsSubsequence(
                            "429 - of 1",
                            "throttled for " + wait,
                            "retry of 1 in " + wait + ": status 429: busy, THROTTLED",
                            "THROTTLE " + wait,
                            "attempt 2");
        }

        @ParameterizedTest
        @EnumSource(CallKind.class)
        void aGateThatStaysClosedTooLongEndsACallUnsent(CallKind kind) throws IOException {
            serve(Reply.text(429, "busy", "Retry-After: 200"), GOOD);
            failure(call(kind));
            ThrottledException failure = (ThrottledException) failure(call(kind));
            assertThat(failure.attempts()).isEmpty();
            assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(200), Duration.ofSeconds(201));
            assertThat(server.requests()).hasSize(1);
        }
    }

    private void serve(Reply... replies) throws IOException {
        server = new ScriptedServer(replies);
        pipeline = TestPipelines.of(
                server.address(),
                tokenProvider,
                clock,
                RetryPolicy.builder()
                        .maxAttempts(3)
                        .maxElapsed(Duration.ofMinutes(2))
                        .backoff(Backoff.fixed(BACKOFF))
                        .build());
    }

    private CompletableFuture<String> call(CallKind kind) {
        return run(kind, text());
    }

    private <T> CompletableFuture<T> run(CallKind kind, Exchange<T> exchange) {
        return pipeline.run(kind.call(workers, told), exchange);
    }

    private Exchange<String> text() {
        return TextExchange.of(get(), text -> text);
    }

    private Request get() {
        return Request.get(Operation.DEQUEUE, URI.create(server.address() + "/x"));
    }

    private static ConnectorException failure(CompletableFuture<?> call) {
        return (ConnectorException)
                call.handle((value, failure) -> Calls.unwrap(failure)).join();
    }

    private class BareExchange implements Exchange<String> {
        @Override
        public Operation operation() {
            return Operation.DEQUEUE;
        }

        @Override
        public boolean authorized() {
            return false;
        }

        @Override
        public Request request() throws ExchangeFailure {
            return get();
        }

        @Override
        public String read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
            return answer.text();
        }
    }

    private final class OnceExchange extends BareExchange {
        @Override
        public boolean isRepeatable() {
            return false;
        }
    }

    private final class OpenExchange extends BareExchange {
        Response kept;

        @Override
        public String read(Response answer, Runnable release) {
            kept = answer;
            answer.keepOpen();
            return "open";
        }
    }

    private final class UnmadeExchange extends BareExchange {
        @Override
        public Request request() throws ExchangeFailure {
            throw new LocalTrouble("not ready", null, Outcome.NOT_SENT);
        }
    }
}

package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorListener.Request;
import io.github.d365fo.connector.ConnectorListener.Retry;
import io.github.d365fo.connector.ConnectorListener.Throttle;
import io.github.d365fo.connector.ConnectorListener.Wait;
import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.Outgoing;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One call after another through a client that sends a single request at once: what is told and what comes back. */
@Timeout(60)
class PipelineTest {
    private static final Duration BACKOFF = Duration.ofSeconds(7);
    private static final Reply GOOD = Reply.text(200, "good", "x-ms-request-id: r-1");
    private static final Reply BAD = Reply.text(500, "bad");

    private final RecordingClock clock = new RecordingClock();
    private final ExecutorService workers = Workers.create();
    private final ToldEvents told = new ToldEvents();
    private final AtomicInteger tokens = new AtomicInteger();
    private TokenProvider tokenProvider =
            TokenProvider.blocking(() -> AccessToken.of("token-" + tokens.incrementAndGet(), Instant.MAX));
    private ScriptedServer server;
    private Pipeline pipeline;

    enum Which {
        BLOCKING,
        ASYNC
    }

    private Face face(Which which) {
        return which == Which.BLOCKING ? new BlockingFace() : new AsyncFace(workers);
    }

    @AfterEach
    void stop() throws IOException {
        pipeline.close();
        server.close();
        workers.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerIsReadAndTold(Which which) throws IOException {
        serve(GOOD);
        assertThat(call(which).join()).isEqualTo("good");
        assertThat(told.events).containsExactly(new Request(Operation.DEQUEUE, 1), "200 r-1 of 1");
        assertThat(server.requests().get(0).header("authorization")).isEqualTo("Bearer token-1");
    }

    @ParameterizedTest
    @EnumSource
    void aRetryWaitsAndIsTold(Which which) throws IOException {
        serve(BAD, GOOD);
        assertThat(call(which).join()).isEqualTo("good");
        assertThat(told.events)
                .containsExactly(
                        new Request(Operation.DEQUEUE, 1),
                        "500 - of 1",
                        new Retry(Operation.DEQUEUE, 1, BACKOFF, "status 500: bad"),
                        new Wait(Operation.DEQUEUE, WaitReason.BACKOFF, Optional.of(BACKOFF)),
                        new Request(Operation.DEQUEUE, 2),
                        "200 r-1 of 2");
        assertThat(clock.delays()).containsExactly(BACKOFF);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatFailsSaysWhatEachTryWaitedFor(Which which) throws IOException {
        serve(BAD);
        ServiceException failure = (ServiceException) failure(call(which));
        assertThat(failure.attempts())
                .extracting(each -> each.number() + " after " + each.delayBefore())
                .containsExactly("1 after PT0S", "2 after PT7S", "3 after PT7S");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void whateverBecomesOfACallTheNextMaySend(Which which) throws IOException {
        serve(Reply.text(400, "no"), Reply.text(200, "{"), GOOD);
        failure(call(which));
        failure(run(which, TextCall.of(get(), text -> {
            throw new IllegalArgumentException("not this");
        })));
        assertThat(call(which).join()).isEqualTo("good");
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsKeptOpenKeepsItsPlaceUntilItIsClosed(Which which) throws IOException {
        serve(GOOD);
        CallScope reading = new CallScope(Duration.ofHours(1));
        pipeline.run(face(which), reading, new OpenCall()).join();
        CompletableFuture<String> next =
                pipeline.run(new AsyncFace(workers), new CallScope(Duration.ofHours(1)), text());
        assertThat(told.events).contains(new Wait(Operation.DEQUEUE, WaitReason.ADMISSION, Optional.empty()));
        assertThat(next).isNotDone();
        reading.finish();
        assertThat(next.join()).isEqualTo("good");
    }

    @ParameterizedTest
    @EnumSource
    void whoReadsAnAnswerHearsWhyItsCallWasEnded(Which which) throws IOException {
        serve(GOOD);
        CallScope reading = new CallScope(Duration.ofHours(1));
        OpenCall open = new OpenCall();
        pipeline.run(face(which), reading, open).join();
        assertThat(reading.isInside(open.kept.reader())).isTrue();
        reading.cancel();
        assertThatThrownBy(open.kept::next).isInstanceOf(NoAnswer.class).hasMessage("the call was cancelled");
        assertThat(call(which).join()).as("the next has its place").isEqualTo("good");
    }

    @ParameterizedTest
    @EnumSource
    void tokensAndSignaturesThatWereSentAreSecrets(Which which) throws IOException {
        tokenProvider = TokenProvider.ofStatic("k3y-0f-th3-d00r-t0-th3-3nv1r0nm3nt");
        serve(GOOD);
        Outgoing signed = Outgoing.get(Operation.DEQUEUE, URI.create(server.address() + "/x?sig=s1gnatur3-0f-st0rag3"));
        run(which, TextCall.of(signed, text -> text)).join();
        assertThat(pipeline.secrets().clean("k3y-0f-th3-d00r-t0-th3-3nv1r0nm3nt s1gnatur3-0f-st0rag3"))
                .doesNotContain("k3y")
                .doesNotContain("s1g");
    }

    @ParameterizedTest
    @EnumSource
    void whoIsAskedToWaitClosesTheGateForAll(Which which) throws IOException {
        serve(Reply.text(429, "busy", "Retry-After: 10"), GOOD);
        assertThat(call(which).join()).isEqualTo("good");
        assertThat(clock.delays())
                .hasSize(1)
                .first()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11)));
        Duration wait = clock.delays().get(0);
        assertThat(told.events)
                .containsSubsequence(
                        "429 - of 1",
                        new Throttle(Operation.DEQUEUE, wait),
                        new Retry(Operation.DEQUEUE, 1, wait, "status 429: busy"),
                        new Wait(Operation.DEQUEUE, WaitReason.THROTTLE, Optional.of(wait)),
                        new Request(Operation.DEQUEUE, 2));
    }

    @ParameterizedTest
    @EnumSource
    void aGateThatStaysClosedTooLongEndsACallUnsent(Which which) throws IOException {
        serve(Reply.text(429, "busy", "Retry-After: 200"), GOOD);
        failure(call(which));
        ThrottledException failure = (ThrottledException) failure(call(which));
        assertThat(failure.attempts()).isEmpty();
        assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(200), Duration.ofSeconds(201));
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedTokenIsReplacedOnceWithoutAWait(Which which) throws IOException {
        serve(Reply.text(401, ""), GOOD);
        assertThat(call(which).join()).isEqualTo("good");
        assertThat(server.requests())
                .extracting(request -> request.header("authorization"))
                .containsExactly("Bearer token-1", "Bearer token-2");
        assertThat(clock.delays()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatIsRefusedAgainEndsTheCall(Which which) throws IOException {
        serve(Reply.text(401, ""));
        assertThat(failure(call(which))).isInstanceOf(AuthorizationException.class);
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aProviderThatFailsEndsTheCallUnsentInItsOwnWords(Which which) throws IOException {
        tokenProvider = request -> CompletableFuture.failedFuture(new IllegalStateException("no vault"));
        serve(GOOD);
        assertThat(failure(call(which)))
                .isInstanceOf(TokenUnavailableException.class)
                .hasMessageContaining("the token provider failed with IllegalStateException: no vault");
        assertThat(server.requests()).isEmpty();
        assertThat(told.events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aCallWithoutATokenAsksForNone(Which which) throws IOException {
        serve(Reply.text(401, ""));
        assertThat(failure(run(which, new BareCall()))).hasMessageContaining("ask for a new address");
        assertThat(server.requests())
                .hasSize(1)
                .first()
                .satisfies(
                        request -> assertThat(request.header("authorization")).isEmpty());
        assertThat(tokens).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void whatCantBeMadeAgainIsSentOnce(Which which) throws IOException {
        serve(BAD);
        assertThat(failure(run(which, new OnceCall()))).isInstanceOf(ServiceException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatCantBeMadeIsNotSent(Which which) throws IOException {
        serve(GOOD);
        ConnectorException failure = failure(run(which, new UnmadeCall()));
        assertThat(failure).hasMessageContaining("not ready");
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(told.events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLossIsToldInWords(Which which) throws IOException {
        serve(Reply.truncated(100, new byte[10]), GOOD);
        assertThat(call(which).join()).isEqualTo("good");
        server.close();
        told.events.clear();
        failure(call(which));
        assertThat(told.events)
                .filteredOn(String.class::isInstance)
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.toString()).startsWith("no answer: "));
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatWasEndedSendsNothing(Which which) throws IOException {
        serve(GOOD);
        CallScope ended = new CallScope(Duration.ofHours(1));
        ended.cancel();
        assertThat(failure(pipeline.run(face(which), ended, text()))).hasMessageContaining("cancelled");
        assertThat(server.requests()).isEmpty();
        assertThat(call(which).join()).isEqualTo("good");
    }

    @ParameterizedTest
    @EnumSource
    void workOnThisSideFailsTyped(Which which) throws IOException {
        serve(GOOD);
        CallScope scope = new CallScope(Duration.ofHours(1));
        assertThat(pipeline.work(face(which), scope, Operation.DOWNLOAD, () -> "done")
                        .join())
                .isEqualTo("done");
        assertThat(failure(pipeline.work(face(which), scope, Operation.DOWNLOAD, () -> {
                    throw new IllegalStateException("no");
                })))
                .hasMessageStartingWith("download failed: ");
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
                        .build(),
                told);
    }

    private CompletableFuture<String> call(Which which) {
        return run(which, text());
    }

    private <T> CompletableFuture<T> run(Which which, Exchange<T> exchange) {
        CallScope scope = new CallScope(Duration.ofHours(1));
        return pipeline.run(face(which), scope, exchange);
    }

    private Exchange<String> text() {
        return TextCall.of(get(), text -> text);
    }

    private Outgoing get() {
        return Outgoing.get(Operation.DEQUEUE, URI.create(server.address() + "/x"));
    }

    private static ConnectorException failure(CompletableFuture<?> call) {
        return (ConnectorException)
                call.handle((value, failure) -> Calls.unwrap(failure)).join();
    }

    private class BareCall implements Exchange<String> {
        @Override
        public Operation operation() {
            return Operation.DEQUEUE;
        }

        @Override
        public boolean authorized() {
            return false;
        }

        @Override
        public Outgoing request() throws ExchangeFailure {
            return get();
        }

        @Override
        public String read(Answer answer, Runnable release) throws ExchangeFailure, InterruptedException {
            return answer.text();
        }
    }

    private final class OnceCall extends BareCall {
        @Override
        public boolean isRepeatable() {
            return false;
        }
    }

    private final class OpenCall extends BareCall {
        Answer kept;

        @Override
        public String read(Answer answer, Runnable release) {
            kept = answer;
            answer.keepOpen();
            return "open";
        }
    }

    private final class UnmadeCall extends BareCall {
        @Override
        public Outgoing request() throws ExchangeFailure {
            throw new LocalTrouble("not ready", null, Outcome.NOT_SENT);
        }
    }
}

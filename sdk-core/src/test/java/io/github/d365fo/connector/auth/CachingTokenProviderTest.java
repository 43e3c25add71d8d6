package io.github.d365fo.connector.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.internal.token.SourceWatch;
import io.github.d365fo.connector.support.RecordingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CachingTokenProviderTest {
    private static final TokenRequest REQUEST = TokenRequest.of("https://env");

    private final RecordingClock clock = new RecordingClock();
    private final List<CompletableFuture<AccessToken>> asked = new ArrayList<>();
    private long chance;
    private final CachingTokenProvider cache = new CachingTokenProvider(this::ask, clock, () -> chance);

    @Test
    void callersAtOneMomentShareOneRequest() {
        List<CompletableFuture<AccessToken>> callers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            callers.add(cache.token(REQUEST).toCompletableFuture());
        }
        callers.get(0).cancel(true);
        answer(0, "one");
        assertThat(asked).hasSize(1);
        assertThat(callers.subList(1, 1000))
                .allSatisfy(c -> assertThat(c.join().value()).isEqualTo("one"));
    }

    @Test
    void aTokenIsRenewedFiveMinutesBeforeItsEnd() {
        first("one");
        clock.advance(Duration.ofMinutes(55).minusSeconds(1));
        assertThat(value(cache.token(REQUEST))).isEqualTo("one");
        clock.advance(Duration.ofSeconds(1));
        CompletionStage<AccessToken> renewing = cache.token(REQUEST);
        assertThat(value(cache.token(REQUEST))).isEqualTo("one");
        answer(1, "two");
        assertThat(value(renewing)).isEqualTo("two");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aFailedRenewalIsTriedAgainLater() {
        first("one");
        clock.advance(Duration.ofMinutes(56));
        CompletionStage<AccessToken> renewing = cache.token(REQUEST);
        asked.get(1).completeExceptionally(new IllegalStateException("down"));
        assertThat(value(renewing)).isEqualTo("one");
        assertThat(value(cache.token(REQUEST))).isEqualTo("one");
        assertThat(asked).hasSize(2);
        clock.advance(Duration.ofSeconds(30));
        cache.token(REQUEST);
        assertThat(asked).hasSize(3);
    }

    @Test
    void inItsLastSecondsATokenIsNotServed() {
        first("one");
        clock.advance(Duration.ofMinutes(59).plusSeconds(30));
        CompletionStage<AccessToken> fresh = cache.token(REQUEST);
        assertThat(fresh.toCompletableFuture()).isNotDone();
        asked.get(1).completeExceptionally(new IllegalStateException("down"));
        assertThatThrownBy(() -> value(fresh)).hasMessageContaining("down");
    }

    @Test
    void aRefusedTokenIsDroppedOnce() {
        AccessToken one = first("one");
        CompletionStage<AccessToken> a = cache.token(REQUEST.afterRejectionOf(one));
        CompletionStage<AccessToken> b = cache.token(REQUEST.afterRejectionOf(one));
        answer(1, "two");
        assertThat(value(a)).isEqualTo("two");
        assertThat(value(b)).isEqualTo("two");
        assertThat(value(cache.token(REQUEST.afterRejectionOf(one)))).isEqualTo("two");
        assertThat(asked).hasSize(2);
    }

    @Test
    void resourcesAreKeptApart() {
        first("one");
        cache.token(TokenRequest.of("https://other"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void aSourceThatThrowsOrAnswersNullFails() {
        CachingTokenProvider broken = CachingTokenProvider.of(
                request -> {
                    throw new IllegalStateException("broken");
                },
                clock);
        assertThatThrownBy(() -> value(broken.token(REQUEST))).hasMessageContaining("broken");
        CachingTokenProvider none = CachingTokenProvider.of(r -> CompletableFuture.completedFuture(null), clock);
        assertThatThrownBy(() -> value(none.token(REQUEST))).hasMessageContaining("null");
        CachingTokenProvider failing = CachingTokenProvider.of(
                TokenProvider.blocking(() -> {
                    throw new LinkageError("no such class");
                }),
                clock);
        assertThatThrownBy(() -> value(failing.token(REQUEST))).hasMessageContaining("no such class");
    }

    /** A full heap may strike wherever an answer is noted and told. */
    @Test
    void anAnswerThatCannotBeToldArrivesAllTheSame() {
        for (TokenProvider source : List.<TokenProvider>of(
                request -> CompletableFuture.completedFuture(
                        AccessToken.of("good", clock.instant().plusSeconds(3600))),
                request -> CompletableFuture.failedFuture(new IllegalStateException("refused")))) {
            TokenProvider cached = CachingTokenProvider.of(source, clock);
            CompletableFuture<AccessToken> answer = SourceWatch.watched(
                            () -> reason -> {
                                throw new OutOfMemoryError("planned");
                            },
                            () -> cached.token(REQUEST))
                    .toCompletableFuture();
            assertThat(answer).isDone();
            assertThat(cached.token(REQUEST).toCompletableFuture()).isDone();
        }
    }

    @Test
    void renewalIsSpreadOverAMinute() {
        // The largest that a draw of one minute in milliseconds can give.
        chance = 59_999L << 1;
        first("one");
        clock.advance(Duration.ofMinutes(54));
        cache.token(REQUEST);
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        cache.token(REQUEST);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aTokenOfAShortLifeIsRenewedFromTheMiddleOfIt() {
        cache.token(REQUEST);
        asked.get(0).complete(AccessToken.of("one", clock.instant().plusSeconds(240)));
        clock.advance(Duration.ofSeconds(119));
        cache.token(REQUEST);
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        cache.token(REQUEST);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aRenewalThatHangsIsNotWaitedFor() {
        first("one");
        clock.advance(Duration.ofMinutes(56));
        // Nobody ever answers; the wait is in real time.
        assertThat(value(cache.token(REQUEST))).isEqualTo("one");
        assertThat(asked).hasSize(2);
    }

    @Test
    void anIdentityProviderThatWantsToBeLeftAloneIs() {
        CompletionStage<AccessToken> cold = cache.token(REQUEST);
        asked.get(0).completeExceptionally(throttled());
        assertThatThrownBy(() -> value(cold)).hasMessageContaining("busy");
        clock.advance(Duration.ofSeconds(50));
        assertThatThrownBy(() -> value(cache.token(REQUEST)))
                .hasMessageContaining("busy")
                .hasCauseInstanceOf(TokenUnavailableException.class)
                .cause()
                .isInstanceOfSatisfying(TokenUnavailableException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.THROTTLED);
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(10));
                    assertThat(e.oauthError()).contains("temporarily_unavailable");
                });
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofSeconds(10));
        CompletionStage<AccessToken> later = cache.token(REQUEST);
        answer(1, "two");
        assertThat(value(later)).isEqualTo("two");
    }

    @Test
    void throttledRenewalKeepsTheOldToken() {
        first("one");
        clock.advance(Duration.ofMinutes(56));
        CompletionStage<AccessToken> renewing = cache.token(REQUEST);
        asked.get(1).completeExceptionally(throttled());
        assertThat(value(renewing)).isEqualTo("one");
        clock.advance(Duration.ofSeconds(40));
        assertThat(value(cache.token(REQUEST))).isEqualTo("one");
        assertThat(asked).hasSize(2);
        clock.advance(Duration.ofSeconds(20));
        cache.token(REQUEST);
        assertThat(asked).hasSize(3);
    }

    @Test
    void anInterruptedCallerLeavesTheRequestToOthers() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CachingTokenProvider shared = CachingTokenProvider.of(
                TokenProvider.blocking(() -> {
                    running.countDown();
                    release.await();
                    return AccessToken.of("one", Instant.MAX);
                }),
                clock);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread first = new Thread(() -> end.complete(
                catchThrowable(() -> shared.token(REQUEST).toCompletableFuture().get())));
        first.start();
        running.await();
        CompletionStage<AccessToken> second = shared.token(REQUEST);
        first.interrupt();
        assertThat(end.join()).isInstanceOf(InterruptedException.class);
        release.countDown();
        assertThat(value(second)).isEqualTo("one");
    }

    @Test
    void whatIsForgottenIsAskedForAgain() {
        first("one");
        cache.clear();
        cache.token(REQUEST);
        assertThat(asked).hasSize(2);
    }

    private static TokenUnavailableException throttled() {
        return new TokenUnavailableException(
                "busy",
                TokenProblem.of(Reason.THROTTLED)
                        .oauthError("temporarily_unavailable")
                        .retryAfter(Duration.ofSeconds(60)),
                null);
    }

    private CompletionStage<AccessToken> ask(TokenRequest request) {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    private AccessToken first(String value) {
        CompletionStage<AccessToken> token = cache.token(REQUEST);
        answer(0, value);
        return token.toCompletableFuture().join();
    }

    private void answer(int number, String value) {
        asked.get(number).complete(AccessToken.of(value, clock.instant().plus(Duration.ofHours(1))));
    }

    private static String value(CompletionStage<AccessToken> token) {
        return token.toCompletableFuture().join().value();
    }
}

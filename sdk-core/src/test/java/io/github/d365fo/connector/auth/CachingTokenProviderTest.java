package io.github.d365fo.connector.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.support.RecordingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CachingTokenProviderTest {
    private static final TokenRequest REQUEST = TokenRequest.of("https://env");

    private final RecordingClock clock = new RecordingClock();
    private final List<CompletableFuture<AccessToken>> asked = new ArrayList<>();
    private final CachingTokenProvider cache = CachingTokenProvider.of(this::ask, clock);

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
    void fromFiveMinutesBeforeItsEndATokenIsRenewedWhileOthersGetTheOldOne() {
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
    void aFailedRenewalDisturbsNobodyAndIsTriedAgainLater() {
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
        TokenProvider interrupted = TokenProvider.blocking(() -> {
            throw new InterruptedException("stop");
        });
        assertThatThrownBy(() -> value(interrupted.token(REQUEST))).hasMessageContaining("stop");
        assertThat(Thread.interrupted()).isTrue();
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

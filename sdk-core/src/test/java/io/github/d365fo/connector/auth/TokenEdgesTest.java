package io.github.d365fo.connector.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.support.RecordingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens without an end, providers without an answer, characters at the edge, and threads that must not hold a JVM. */
@Timeout(60)
class TokenEdgesTest {
    private static final TokenRequest REQUEST = TokenRequest.of("https://contoso.example");

    @Test
    void aTokenWithoutAnEndIsServedForEver() {
        RecordingClock clock = new RecordingClock();
        AtomicInteger asked = new AtomicInteger();
        CachingTokenProvider cache = CachingTokenProvider.of(
                request -> CompletableFuture.completedFuture(
                        AccessToken.of("token-" + asked.incrementAndGet(), Instant.MAX)),
                clock);
        for (int year = 0; year < 1000; year++) {
            assertThat(value(cache.token(REQUEST))).isEqualTo("token-1");
            clock.advance(Duration.ofDays(365));
        }
        assertThat(asked).hasValue(1);
    }

    private enum NoAnswer implements TokenProvider {
        STAGE_OF_NULL {
            @Override
            public CompletionStage<AccessToken> token(TokenRequest request) {
                return CompletableFuture.completedFuture(null);
            }
        },
        NULL_STAGE {
            @Override
            public CompletionStage<AccessToken> token(TokenRequest request) {
                return null;
            }
        },
        BLOCKING_NULL {
            @Override
            public CompletionStage<AccessToken> token(TokenRequest request) {
                return TokenProvider.blocking(() -> null).token(request);
            }
        }
    }

    static Stream<Arguments> silentProviders() {
        return Arrays.stream(FaceUnderTest.values())
                .flatMap(face -> Arrays.stream(NoAnswer.values()).map(provider -> Arguments.of(face, provider)));
    }

    @ParameterizedTest
    @MethodSource("silentProviders")
    void aNullTokenFailsEachCall(FaceUnderTest face, TokenProvider provider) {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment("http://127.0.0.1:1")
                .tokenProvider(provider)
                .build()) {
            for (int call = 0; call < 3; call++) {
                TokenUnavailableException failure = catchThrowableOfType(
                        TokenUnavailableException.class,
                        () -> face.job(client, "6d31e09f-0249-459f-94f0-aad9c2c47b64")
                                .dequeue());
                assertThat(failure).hasMessageContaining("the token provider").hasMessageContaining("null");
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            }
        }
    }

    @Test
    void afterAnAnswerOfNullTheNextOneCounts() {
        List<CompletableFuture<AccessToken>> answers = new ArrayList<>(List.of(
                CompletableFuture.completedFuture(null),
                CompletableFuture.completedFuture(AccessToken.of("late", Instant.MAX))));
        CachingTokenProvider cache = CachingTokenProvider.of(request -> answers.remove(0), new RecordingClock());
        assertThat(cache.token(REQUEST).toCompletableFuture()).isCompletedExceptionally();
        assertThat(value(cache.token(REQUEST))).isEqualTo("late");
    }

    @ParameterizedTest
    @ValueSource(chars = {'!', '~', 'a', '.', '\u007E'})
    void visibleAsciiIsInTokens(char c) {
        assertThat(AccessToken.of("x" + c + "y", Instant.MAX).value()).isEqualTo("x" + c + "y");
    }

    @ParameterizedTest
    @ValueSource(chars = {' ', '\u007F', '\u0080', '\u00A0', 'ä', '\u2028', '\uFF21', '\t', '\r', '\n', '\u0000'})
    void whatNoHeaderHoldsIsInNone(char c) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessToken.of("x" + c + "y", Instant.MAX))
                .withMessageContaining("visible ASCII")
                .withMessageContaining("3 characters");
    }

    @Test
    void aBlockingProviderHoldsNoJvm() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        TokenProvider provider = TokenProvider.blocking(() -> {
            thread.complete(Thread.currentThread());
            return AccessToken.of("token", Instant.MAX);
        });
        assertThat(value(provider.token(REQUEST))).isEqualTo("token");
        assertThat(thread.join().isDaemon()).isTrue();
        assertThat(thread.join()).isNotSameAs(Thread.currentThread());
    }

    private static String value(CompletionStage<AccessToken> stage) {
        return stage.toCompletableFuture().join().value();
    }
}

package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A token that is refused, or does not come. */
@ExtendWith(CapturedLog.class)
@Timeout(30)
class TokenTest {
    private static final Reply EMPTY = connection -> {
        connection.head(204, 0);
        return true;
    };

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
    void anExpiredTokenIsNamed(FaceUnderTest face) throws IOException {
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
        try (Rig rig = Rig.with(b -> b.tokenProvider(never).operationTimeout(Duration.ofMillis(200)), face, EMPTY)) {
            assertThatThrownBy(rig.job::dequeue)
                    .isInstanceOfAny(TransportException.class, TokenUnavailableException.class);
        }
    }
}

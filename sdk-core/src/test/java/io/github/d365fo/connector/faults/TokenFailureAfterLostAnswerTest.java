package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A try that may have arrived, then no token for the next: the call is in doubt, whatever the token provider says. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class TokenFailureAfterLostAnswerTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** How the first try ends, and whether it leaves a doubt. */
    private enum FirstTry {
        LOST(Reply.reset(true), true),
        BAD_GATEWAY(Reply.text(502, "<html>502</html>"), true),
        GATEWAY_TIMEOUT(Reply.text(504, ""), true),
        THROTTLED(Reply.text(429, "", "Retry-After: 5"), false),
        POSTPONED(Reply.text(503, "", "Retry-After: 5"), false);

        private final Reply reply;
        private final boolean doubtful;

        FirstTry(Reply reply, boolean doubtful) {
            this.reply = reply;
            this.doubtful = doubtful;
        }
    }

    private enum NoToken {
        REFUSED(() -> CompletableFuture.failedFuture(new TokenUnavailableException(
                "no access token: the secret has ended",
                TokenProblem.of(Reason.MISCONFIGURED).providerCode("AADSTS7000222"),
                null))),
        SOMETHING(() -> CompletableFuture.failedFuture(new IllegalStateException("down"))),
        THROWN(() -> {
            throw new IllegalStateException("down");
        }),
        AN_ERROR(() -> {
            throw new AssertionError("down");
        }),
        NULL(() -> CompletableFuture.completedFuture(null));

        private final Supplier<CompletionStage<AccessToken>> answer;

        NoToken(Supplier<CompletionStage<AccessToken>> answer) {
            this.answer = answer;
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(FirstTry.values())
                        .flatMap(first -> Stream.of(NoToken.values()).map(none -> Arguments.of(face, first, none))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theOutcomeTellsOfBoth(FaceUnderTest face, FirstTry first, NoToken none) throws IOException {
        RecordingClock clock = new RecordingClock();
        AtomicBoolean asked = new AtomicBoolean();
        try (Rig rig = Rig.with(
                builder -> builder.clock(clock)
                        .tokenProvider(request -> asked.getAndSet(true)
                                ? none.answer.get()
                                : CompletableFuture.completedFuture(AccessToken.of(
                                        "secret-token", clock.instant().plus(SHORT)))),
                face,
                first.reply)) {
            ConnectorException end =
                    catchThrowableOfType(ConnectorException.class, () -> rig.job.acknowledge(rig.message()));
            assertThat(rig.server.requests()).hasSize(1);
            assertThat(end).isInstanceOf(TokenUnavailableException.class);
            assertThat(end.outcome()).isEqualTo(first.doubtful ? Outcome.UNKNOWN : Outcome.NOT_SENT);
            assertThat(end.attempts()).isNotEmpty();
            if (first.doubtful) {
                assertThat(end).hasMessageContaining("Dequeue again");
            }
            if (none == NoToken.REFUSED) {
                TokenUnavailableException refusal = (TokenUnavailableException) end;
                assertThat(refusal.reason()).isEqualTo(Reason.MISCONFIGURED);
                assertThat(refusal.providerCode()).isEqualTo(Optional.of("AADSTS7000222"));
            }
        }
    }
}

package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that can't be spoken to, and one that speaks too slowly. */
@Timeout(60)
class UnreachableTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void anUnknownHostIsRetriedAndNothingWasSent(FaceUnderTest face) {
        TransportException error = enqueueTo("https://nowhere.invalid", face);
        assertThat(error).hasMessageContaining("host name is not known");
        assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(error.attempts()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithoutTlsGetsNothing(FaceUnderTest face) throws IOException {
        try (ScriptedServer plain = new ScriptedServer(Reply.text(200, "\"id\""))) {
            TransportException error = enqueueTo(plain.address().replace("http:", "https:"), face);
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(plain.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("smallAnswers")
    void aDrippingAnswerEndsTheCall(FaceUnderTest face, Verb verb) throws IOException {
        Reply drip = connection -> {
            connection.head(200, 1_000_000);
            while (true) {
                connection.write(" ".getBytes(StandardCharsets.UTF_8));
                LockSupport.parkNanos(20_000_000);
            }
        };
        try (Rig rig =
                Rig.with(b -> b.responseTimeout(Duration.ofMillis(400)).retryPolicy(RetryPolicy.none()), face, drip)) {
            TransportException error = catchThrowableOfType(TransportException.class, () -> verb.call(rig, directory));
            assertThat(error).isNotNull();
        }
    }

    /** All but the download: a file may take its time as long as it moves. */
    static Stream<Arguments> smallAnswers() {
        return FaultMatrixTest.verbs().filter(cell -> cell.get()[1] != Verb.DOWNLOAD);
    }

    private static TransportException enqueueTo(String environment, FaceUnderTest face) {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(environment)
                .tokenProvider(TokenProvider.ofStatic("secret-token"))
                .clock(new RecordingClock())
                .build()) {
            RecurringJob job = face.job(client, Rig.ACTIVITY);
            return catchThrowableOfType(
                    TransportException.class, () -> job.enqueue(EnqueueRequest.of(Payload.ofString("x"))));
        }
    }
}

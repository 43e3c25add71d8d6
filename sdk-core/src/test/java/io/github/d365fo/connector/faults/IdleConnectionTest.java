package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.TestTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that something in between has forgotten carries no request: a new one does, and nobody waits. */
@Timeout(60)
class IdleConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(61);
    private static final Duration SHORT = Duration.ofSeconds(59);
    /** No request is as short as what TLS says at its end. */
    private static final int END_OF_TLS = 100;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.github.d365fo.connector.faults.FaultMatrixTest#verbs")
    void carriesNoRequest(FaceUnderTest face, Verb verb) throws IOException {
        try (Rig rig = Rig.relayed(UnaryOperator.identity(), face, verb.success())) {
            verb.call(rig, fresh());
            rig.clock.advance(LONG);
            rig.relay().forget();
            verb.call(rig, fresh());
            assertThat(rig.relay().connections()).isEqualTo(2);
            assertThat(rig.relay().swallowed()).isLessThan(END_OF_TLS);
            assertThat(rig.server.requests().size()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.d365fo.connector.faults.FaultMatrixTest#verbs")
    void aYoungConnectionIsReused(FaceUnderTest face, Verb verb) throws IOException {
        try (Rig rig = Rig.relayed(UnaryOperator.identity(), face, verb.success())) {
            verb.call(rig, fresh());
            rig.clock.advance(SHORT);
            verb.call(rig, fresh());
            rig.clock.advance(SHORT);
            verb.call(rig, fresh());
            assertThat(rig.relay().connections()).isEqualTo(1);
        }
    }

    /** The first pieces of it may be taken before the connection shows that it takes nothing. */
    @ParameterizedTest
    @EnumSource
    void costsAStreamNothingThatCanBeReadOnce(FaceUnderTest face) throws IOException {
        byte[] file = new byte[5_000_000];
        new Random(42).nextBytes(file);
        try (Rig rig = Rig.relayed(b -> b.retryPolicy(RetryPolicy.none()), face, Verb.ENQUEUE.success())) {
            Verb.ENQUEUE.call(rig, directory);
            rig.clock.advance(LONG);
            rig.relay().forget();
            MessageId id = rig.job.enqueue(EnqueueRequest.of(Payload.ofSingleUse(new ByteArrayInputStream(file))));
            assertThat(id.value()).isEqualTo("f0bc1d4c");
            assertThat(rig.server.requests().get(1).body()).isEqualTo(file);
        }
    }

    /** Only the silence before a request counts, and not the one of a stream that is slow to come. */
    @ParameterizedTest
    @EnumSource
    void aSlowStreamIsNotIdle(FaceUnderTest face) throws IOException {
        try (Rig rig = Rig.relayed(UnaryOperator.identity(), face, Verb.ENQUEUE.success())) {
            Verb.ENQUEUE.call(rig, directory);
            Payload slow = Payload.ofStream(() -> new SlowStream(rig.clock), SlowStream.LENGTH);
            rig.job.enqueue(EnqueueRequest.of(slow));
            assertThat(rig.relay().connections()).isEqualTo(1);
            assertThat(rig.server.requests().get(1).body()).hasSize(SlowStream.LENGTH);
        }
    }

    /** What can't be seen can't be promised: this is how it goes without a watch on the connection. */
    @ParameterizedTest
    @EnumSource
    void ofAClientThatWasHandedInIsNotKnown(FaceUnderTest face) throws IOException {
        UnaryOperator<ConnectorClientBuilder> given = b -> b.httpClient(HttpClient.newBuilder()
                        .sslContext(TestTls.client("TLS"))
                        .build())
                .responseTimeout(Duration.ofSeconds(3));
        try (Rig rig = Rig.relayed(given, face, Verb.ENQUEUE.success())) {
            Verb.ENQUEUE.call(rig, directory);
            rig.clock.advance(LONG);
            rig.relay().forget();
            TransportException error =
                    catchThrowableOfType(TransportException.class, () -> Verb.ENQUEUE.call(rig, directory));
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(rig.server.requests().size()).isEqualTo(1);
        }
    }

    /** Returns a directory of its own for each call, for a target must not exist. */
    private Path fresh() throws IOException {
        return Files.createTempDirectory(directory, "call");
    }

    /** A stream that takes five minutes for each piece. */
    private static final class SlowStream extends InputStream {
        static final int LENGTH = 400_000;

        private final RecordingClock clock;
        private int given;

        SlowStream(RecordingClock clock) {
            this.clock = clock;
        }

        @Override
        public int read() {
            if (given % 50_000 == 0) {
                clock.advance(Duration.ofMinutes(5));
            }
            return given++ < LENGTH ? 'x' : -1;
        }
    }
}

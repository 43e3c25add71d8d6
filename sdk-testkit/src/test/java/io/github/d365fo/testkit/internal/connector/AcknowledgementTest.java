package io.github.d365fo.testkit.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Late, second and foreign acknowledgements, and what a program is told, whichever way the service sees them. */
@ExtendWith(CapturedLog.class)
class AcknowledgementTest {
    static Stream<Arguments> facesAndServices() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Arguments.of(face, true), Arguments.of(face, false)));
    }

    @ParameterizedTest
    @MethodSource("facesAndServices")
    void aLateOneIsAcceptedOrTheMessageComesBack(FaceUnderTest face, boolean lenient) {
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().lateAcknowledgement(lenient).start()) {
            RecurringJob job = job(face, server);
            DequeueResult late = published(server, job);
            server.clock().advance(Duration.ofMinutes(31));
            if (lenient) {
                job.acknowledge(late);
            } else {
                assertDoubtful(() -> job.acknowledge(late));
                job.acknowledge(job.dequeue().orElseThrow());
            }
            assertThat(job.dequeue()).isEmpty();
            server.verify().nothingUnacknowledged();
        }
    }

    /** Of this client it is none at all; of another one it is doubtful, and yet nothing comes back. */
    @ParameterizedTest
    @MethodSource("facesAndServices")
    void aSecondOneIsRefusedToStrangersAlone(FaceUnderTest face, boolean lenient) {
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().repeatedAcknowledgement(lenient).start()) {
            RecurringJob job = job(face, server);
            DequeueResult message = published(server, job);
            job.acknowledge(message);
            job.acknowledge(message);
            server.verify().requests(Operation.ACKNOWLEDGE, 1);
            try (ConnectorClient stranger = ConnectorClient.builder()
                    .environment(server.environment())
                    .tokenProvider(server.tokenProvider())
                    .clock(server.clock())
                    .build()) {
                RecurringJob strange =
                        face.job(stranger, server.exportJob().activityId().value());
                if (lenient) {
                    strange.acknowledge(message);
                } else {
                    assertDoubtful(() -> strange.acknowledge(message));
                }
            }
            server.clock().advance(Duration.ofDays(1));
            job.acknowledge(message);
            assertThat(job.dequeue()).isEmpty();
        }
    }

    /** It is done, its answer is lost, and the retry in the same call is refused: nobody can know that it is done. */
    @ParameterizedTest
    @EnumSource
    void oneWhoseAnswerWasLostIsDoubtfulAndDone(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            RecurringJob job = job(face, server);
            DequeueResult message = published(server, job);
            server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.ResetAfterReading());
            assertDoubtful(() -> job.acknowledge(message));
            assertThat(server.exportJob().acknowledged()).isOne();
            server.clock().advance(Duration.ofMinutes(31));
            assertThat(job.dequeue()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aForeignOneIsRefusedAndTheMessageComesBack(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            RecurringJob job = job(face, server);
            DequeueResult first = published(server, job);
            server.clock().advance(Duration.ofMinutes(31));
            DequeueResult second = job.dequeue().orElseThrow();
            assertDoubtful(() -> job.acknowledge(first));
            job.acknowledge(second);
            server.verify().nothingUnacknowledged();
        }
    }

    private static RecurringJob job(FaceUnderTest face, FakeConnectorServer server) {
        return face.job(server.client(), server.exportJob().activityId().value());
    }

    private static DequeueResult published(FakeConnectorServer server, RecurringJob job) {
        server.exportJob().publish(new byte[] {'P', 'K'});
        return job.dequeue().orElseThrow();
    }

    private static void assertDoubtful(Runnable acknowledgement) {
        ServiceException refusal = catchThrowableOfType(ServiceException.class, acknowledgement::run);
        assertThat(refusal.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(refusal).hasMessageContaining("the file you stored is good").hasMessageContaining("comes back 30");
    }
}

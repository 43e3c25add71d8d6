package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A newcomer's mistakes with ids: the service only says that an error occurred, and the client what it may be. */
@Timeout(60)
@ExtendWith(CapturedLog.class)
class HintsTest {
    private static final String WRONG = "00000000-1111-2222-3333-444444444444";

    @ParameterizedTest
    @EnumSource
    void aWrongActivityIdIsSuspected(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start();
                ConnectorClient client = server.client()) {
            RecurringJob job = face.job(client, WRONG);
            suspected(server, job::dequeue, WRONG);
            suspected(server, () -> job.enqueue(EnqueueRequest.of(Payload.ofString("x"))), WRONG);
            suspected(server, () -> job.jobStatus(MessageId.of(WRONG)), WRONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void swappedJobKindsGetAHint(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start();
                ConnectorClient client = server.client()) {
            ActivityId imports = server.importJob().activityId();
            ActivityId exports = server.exportJob().activityId();
            assertThat(suspected(server, () -> face.job(client, imports.value()).dequeue(), imports.value()))
                    .hasMessageContaining("an import job has nothing to dequeue");
            assertThat(suspected(
                            server,
                            () -> face.job(client, exports.value()).enqueue(EnqueueRequest.of(Payload.ofString("x"))),
                            exports.value()))
                    .hasMessageContaining("an export job accepts no files");
        }
    }

    private static ServiceException suspected(FakeConnectorServer server, Runnable call, String activityId) {
        ServiceException failure = catchThrowableOfType(ServiceException.class, call::run);
        assertThat(failure)
                .hasMessageContaining("check that the activity id belongs to an enabled recurring data job")
                .hasMessageContaining(server.environment().toString())
                .hasMessageContaining("job " + activityId);
        return failure;
    }
}

package io.github.d365fo.testkit.defects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ExecutionFailedException;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.internal.datamanagement.SamplePackage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers 8 to 10 of the defects of known clients: those of the data management API. */
class DataManagementDefectsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int IMPATIENT = 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void defect8PollsExportsWithoutPause(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            Peer peer = new Peer(server);
            String id = peer.value(
                    "ExportToPackage",
                    "{\"definitionGroupId\":\"Export\",\"packageName\":\"e.zip\",\"executionId\":\"mine\","
                            + "\"reExecute\":false,\"legalEntityId\":\"\"}");
            server.clock().advance(Duration.ofSeconds(5));
            for (int i = 0; i < IMPATIENT; i++) {
                peer.action("GetExecutionSummaryStatus", "{\"executionId\":\"" + id + "\"}");
            }
            assertThat(times(server, Operation.EXECUTION_STATUS)).hasSize(IMPATIENT);
            assertThatThrownBy(() -> assertThat(times(server, Operation.EXECUTION_STATUS))
                            .doesNotHaveDuplicates())
                    .isInstanceOf(AssertionError.class);
        }
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.dataManagement().project("Export").endNext(ExecutionOutcome.partiallySucceeded());
            assertThatThrownBy(() -> face.dataManagement(server.client())
                            .newExport(ExportRequest.of("Export"))
                            .download(directory.resolve("e.zip"), HOUR))
                    .isInstanceOf(ExecutionFailedException.class);
            assertThat(times(server, Operation.EXECUTION_STATUS)).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void defect9PollsForErrorsForever(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            ExecutionId execution = importWithErrors(server, face);
            Peer peer = new Peer(server);
            String question = "{\"executionId\":\"" + execution + "\",\"entityName\":\"" + SamplePackage.ENTITY + "\"}";
            peer.action("GenerateImportTargetErrorKeysFile", question);
            for (int i = 0; i < IMPATIENT; i++) {
                assertThat(peer.value("GetImportTargetErrorKeysFileUrl", question))
                        .isEmpty();
            }
            assertThatThrownBy(() ->
                            assertThat(times(server, Operation.ERROR_KEYS_URL)).doesNotHaveDuplicates())
                    .isInstanceOf(AssertionError.class);
        }
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            ExecutionId execution = importWithErrors(server, face);
            DataManagement data = face.dataManagement(server.client());
            assertThat(data.downloadErrorKeys(execution, SamplePackage.ENTITY, directory.resolve("keys"), HOUR))
                    .isPresent();
            assertThat(times(server, Operation.ERROR_KEYS_URL))
                    .hasSizeGreaterThan(1)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void defect10AsksForErrorsByMessageId(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.importJob().endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("1", "is missing")));
            var job = face.job(server.client(), server.importJob().activityId().value());
            MessageId id = job.enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("Customers"));
            server.clock().advance(Duration.ofMinutes(5));
            assertThat(new Peer(server).value("GetExecutionErrors", "{\"executionId\":\"" + id + "\"}"))
                    .isEqualTo("[]");
            assertThat(job.outcome(id).errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.message()).contains("is missing"));
        }
    }

    private static ExecutionId importWithErrors(FakeConnectorServer server, FaceUnderTest face) throws Exception {
        server.dataManagement().endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("2", "is closed")));
        return face.dataManagement(server.client())
                .newImport(Payload.ofBytes(SamplePackage.of(5)), ImportRequest.of("Groups"))
                .await(HOUR)
                .executionId()
                .orElseThrow();
    }

    private static List<Instant> times(FakeConnectorServer server, Operation operation) {
        return server.requests().stream()
                .filter(request -> request.operation().filter(operation::equals).isPresent())
                .map(RecordedRequest::at)
                .toList();
    }
}

package io.github.d365fo.testkit.internal.state;

import static io.github.d365fo.testkit.harness.DataPlaneRig.exportBody;
import static io.github.d365fo.testkit.harness.DataPlaneRig.importBody;
import static io.github.d365fo.testkit.harness.DataPlaneRig.of;
import static io.github.d365fo.testkit.harness.DataPlaneRig.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeDataProject;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.StoredBlob;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.DataPlaneRig.DataEntry;
import io.github.d365fo.testkit.harness.LastingPort;
import io.github.d365fo.testkit.internal.packages.PackageMaker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a server keeps of data projects, executions, blobs, plans and settings, over plain HTTP. */
@ExtendWith(CapturedLog.class)
class DataStateTest {
    private static final String LABEL = "Customer groups";
    private static final ErrorRow ROW =
            ErrorRow.target("20", "Customer group 20 is closed").field("CUSTOMERGROUPID");

    private final int port = LastingPort.find();

    @TempDir
    Path directory;

    private DataPlaneRig start() {
        return new DataPlaneRig(FakeConnectorServer.builder()
                .port(port)
                .state(directory.resolve("kept"))
                .start());
    }

    private static byte[] groups() throws Exception {
        return zip(DataEntry.csv(LABEL, "ID\r\n10\r\n20\r\n"));
    }

    @Test
    void aRunningImportGoesOnAndItsErrorsStay() throws Exception {
        ExecutionId id;
        List<FakeExecution> running;
        try (DataPlaneRig rig = start()) {
            rig.data()
                    .endNext(ExecutionOutcome.partiallySucceeded(ROW)
                            .records(LABEL, 40)
                            .stagingErrorFile(LABEL, "staged".getBytes(StandardCharsets.UTF_8)));
            id = rig.importPackage("Groups", groups());
            rig.server.clock().advance(Duration.ofSeconds(10));
            running = rig.data().executions();
        }
        try (DataPlaneRig rig = start()) {
            assertThat(rig.data().executions()).isEqualTo(running);
            assertThat(rig.value("GetExecutionSummaryStatus", of(id))).isEqualTo("Executing");
            rig.server.clock().advance(Duration.ofSeconds(25));
            assertThat(rig.value("GetExecutionSummaryStatus", of(id))).isEqualTo("PartiallySucceeded");
            assertThat(rig.value("GetExecutionErrors", of(id))).contains("Customer group 20 is closed");
            assertThat(rig.data().execution(id).orElseThrow().entities())
                    .containsExactly(new EntityResult(LABEL, 40, 0, 39, 1));
            assertThat(rig.value("GenerateImportTargetErrorKeysFile", of(id, LABEL)))
                    .isEqualTo("true");
        }
        try (DataPlaneRig rig = start()) {
            rig.server.clock().advance(Duration.ofSeconds(5));
            URI keys = URI.create(rig.value("GetImportTargetErrorKeysFileUrl", of(id, LABEL)));
            assertThat(rig.get(keys).body()).asString().isEqualTo("\"20\"\r\n");
            URI staged = URI.create(rig.value("GetImportStagingErrorFileUrl", of(id, LABEL)));
            assertThat(rig.get(staged).body()).asString().isEqualTo("staged");
        }
    }

    @Test
    void anAddressThatWasGivenOutIsGoodForTheNextServer() throws Exception {
        URI whole;
        URI inBlocks;
        List<String> etags;
        byte[] content = groups();
        try (DataPlaneRig rig = start()) {
            whole = rig.upload(content);
            inBlocks = rig.writeUrl("blocks.zip");
            rig.put(URI.create(inBlocks + "&comp=block&blockid=MDE="), Arrays.copyOf(content, 40));
            etags = etags(rig);
        }
        try (DataPlaneRig rig = start()) {
            assertThat(etags(rig)).isEqualTo(etags);
            assertThat(rig.get(whole).body()).isEqualTo(content);
            rig.put(URI.create(inBlocks + "&comp=block&blockid=MDI="), Arrays.copyOfRange(content, 40, content.length));
            String list = "<BlockList><Latest>MDE=</Latest><Latest>MDI=</Latest></BlockList>";
            assertThat(rig.put(
                                    URI.create(inBlocks + "&comp=blocklist"),
                                    list.getBytes(StandardCharsets.UTF_8),
                                    "Content-Type",
                                    "application/xml")
                            .statusCode())
                    .isEqualTo(201);
        }
        try (DataPlaneRig rig = start()) {
            assertThat(rig.get(inBlocks).body()).isEqualTo(content);
            assertThat(rig.data().blobs().get(0).blocks()).isEqualTo(2);
            rig.value("ImportFromPackage", importBody(inBlocks, "Groups", "run-1", true, true));
            rig.finish();
            assertThat(rig.data()
                            .execution(ExecutionId.of("run-1"))
                            .orElseThrow()
                            .entities())
                    .containsExactly(new EntityResult(LABEL, 2, 0, 2, 0));
        }
    }

    private static List<String> etags(DataPlaneRig rig) {
        return rig.data().blobs().stream().map(StoredBlob::toString).toList();
    }

    @Test
    void anExportDeliversWhatWasPublishedWhenItStarted() throws Exception {
        byte[] first = "PK first".getBytes(StandardCharsets.UTF_8);
        try (DataPlaneRig rig = start()) {
            FakeDataProject project = rig.data().project("Customer export");
            project.publishExport(first);
            rig.value("ExportToPackageDelta", exportBody("Customer export", "run-1", false));
            project.publishExport("PK second".getBytes(StandardCharsets.UTF_8));
            rig.value("ExportToPackageDelta", exportBody("Customer export", "run-2", false));
        }
        try (DataPlaneRig rig = start()) {
            rig.finish();
            URI address = URI.create(rig.value("GetExportedPackageUrl", of(ExecutionId.of("run-1"))));
            assertThat(rig.get(address).body()).isEqualTo(first);
            // Nothing has changed since the second one, which the next server must know.
            rig.value("ExportToPackageDelta", exportBody("Customer export", "run-3", false));
            rig.finish();
            URI empty = URI.create(rig.value("GetExportedPackageUrl", of(ExecutionId.of("run-3"))));
            assertThat(rig.get(empty).body()).isEqualTo(PackageMaker.empty("Customer export"));
        }
    }

    @Test
    void settingsAndPlansAreKept() throws Exception {
        MessageId planned;
        try (DataPlaneRig rig = start()) {
            rig.data().onlyEntities(LABEL);
            rig.data().compositeEntities(LABEL);
            rig.data()
                    .detailsAfter(Duration.ZERO)
                    .detailsAfterCalls(1)
                    .executionsTake(Duration.ofHours(1))
                    .nestedExportValues(true)
                    .entityStatusTexts(true)
                    .parallelImports(true)
                    .sasVersion("2021-08-06")
                    .uploadPermissions("rwd")
                    .versionHeaderRefused(true);
            rig.data().endNext(ExecutionOutcome.canceled());
            rig.data().project("Groups").endNext(ExecutionOutcome.failed(ROW));
            rig.data().project("Groups").endAlways(ExecutionOutcome.partiallySucceeded());
            rig.server
                    .importJob()
                    .legalEntity("dat")
                    .useCompanyFromMessage(true)
                    .authorize(rig.server.clientId());
            rig.server.exportJob().authorize("somebody-else");
            rig.server.importJob().endNext(ExecutionOutcome.failed(ROW));
            rig.server.importJob().endNext(ExecutionOutcome.canceled());
            planned = rig.server
                    .client()
                    .job(rig.server.importJob().activityId())
                    .enqueue(EnqueueRequest.of(Payload.ofString("<Document/>")).entity(LABEL));
        }
        try (DataPlaneRig rig = start()) {
            assertThat(rig.data().project("Groups").executions()).isEmpty();
            for (String id : List.of("export-1", "export-2", "export-3")) {
                assertThat(rig.call("ExportToPackage", exportBody("Groups", id, false))
                                .body())
                        .contains("\"value\":{\"value\":\"" + id + "\"}");
            }
            assertThat(rig.writeUrl("a").toString()).contains("sv=2021-08-06").contains("sp=rwd");
            assertThat(rig.get(rig.writeUrl("a"), "x-ms-version", "2021-08-06").statusCode())
                    .isEqualTo(400);
            URI address = rig.upload(groups());
            assertThat(rig.refusal("ImportFromPackage", importBody(address, "Other", "run-1", true, true)))
                    .contains("composite");
            rig.value("ImportFromPackage", importBody(address, "Other", "run-1", true, false));
            ExecutionId id = ExecutionId.of("run-1");
            assertThat(rig.refusal("GetExecutionSummaryStatus", of(id))).contains("not found");
            assertThat(rig.value("GetExecutionSummaryStatus", of(id))).isEqualTo("Executing");
            assertThat(rig.call("GetEntityExecutionSummaryStatusList", of(id)).body())
                    .contains("Collection(Edm.String)");
            rig.server.clock().advance(Duration.ofMinutes(2));
            assertThat(rig.server.importJob().state(planned)).contains("ProcessedWithErrors");
            assertThat(rig.data().executions())
                    .filteredOn(execution -> execution.kind() == FakeExecution.Kind.MESSAGE)
                    .singleElement()
                    .satisfies(execution -> assertThat(execution.errors()).containsExactly(ROW.entity(LABEL)));
            rig.server.clock().advance(Duration.ofHours(1));
            assertThat(rig.data().project("Groups").executions())
                    .extracting(FakeExecution::status)
                    .containsExactly(
                            FakeExecution.Status.FAILED,
                            FakeExecution.Status.CANCELED,
                            FakeExecution.Status.PARTIALLY_SUCCEEDED);
            jobsAreSetUpAsBefore(rig.server);
        }
    }

    private static void jobsAreSetUpAsBefore(FakeConnectorServer server) {
        server.client()
                .job(server.importJob().activityId())
                .enqueue(EnqueueRequest.of(Payload.ofString("<Document/>"))
                        .entity(LABEL)
                        .company("usmf"));
        assertThat(server.importJob().enqueued())
                .extracting(EnqueuedFile::legalEntity)
                .containsExactly("dat", "usmf");
        RecurringJob exports = server.client().job(server.exportJob().activityId());
        assertThatThrownBy(exports::dequeue).isInstanceOf(AuthorizationException.class);
    }
}

package io.github.d365fo.testkit.internal.datamanagement;

import static io.github.d365fo.testkit.harness.DataPlaneRig.exportBody;
import static io.github.d365fo.testkit.harness.DataPlaneRig.of;
import static io.github.d365fo.testkit.harness.DataPlaneRig.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.DataPlaneRig.DataEntry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The data management API, over plain HTTP. */
class DataManagementTest {
    private static final byte[] GROUPS = groups();

    private final DataPlaneRig rig = new DataPlaneRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static byte[] groups() {
        try {
            return zip(DataEntry.csv("Customer groups", "ID,NAME\r\n10,\"a\r\nb\"\r\n20,c\r\n"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anImportIsUnseenThenWaitsThenRunsThenIsOver() throws Exception {
        ExecutionId id = rig.importPackage("Groups", GROUPS);
        assertThat(rig.refusal("GetExecutionSummaryStatus", of(id)))
                .isEqualTo("Execution details were not found for execution id: " + id);
        rig.server.clock().advance(Duration.ofSeconds(2));
        assertThat(rig.value("GetExecutionSummaryStatus", of(id))).isEqualTo("NotRun");
        rig.server.clock().advance(Duration.ofSeconds(2));
        assertThat(rig.value("GetExecutionSummaryStatus", of(id))).isEqualTo("Executing");
        assertThat(rig.value("GetExecutionErrors", of(id))).isEqualTo("[]");
        rig.server.clock().advance(Duration.ofSeconds(26));
        assertThat(rig.value("GetExecutionSummaryStatus", of(id))).isEqualTo("Succeeded");
        FakeExecution execution = rig.data().execution(id).orElseThrow();
        assertThat(execution.kind()).isEqualTo(FakeExecution.Kind.IMPORT);
        assertThat(execution.company()).isEqualTo("USMF");
        assertThat(execution.project()).isEqualTo("Groups");
        assertThat(execution.entities()).containsExactly(new EntityResult("Customer groups", 2, 0, 2, 0));
        assertThat(rig.data().executions()).containsExactly(execution);
        assertThat(rig.data().project("groups").executions()).containsExactly(execution);
    }

    @Test
    void anExportDeliversWhatWasPublished() throws Exception {
        rig.data().project("Groups").publishExport(GROUPS);
        ExecutionId id = ExecutionId.of(rig.value("ExportToPackage", exportBody("Groups", "", false)));
        rig.server.clock().advance(Duration.ofSeconds(30));
        assertThat(rig.value("GetExecutionSummaryStatus", of(id))).isEqualTo("Succeeded");
        assertThat(rig.value("GetExportedPackageUrl", of(id))).isEmpty();
        rig.server.clock().advance(Duration.ofSeconds(5));
        URI address = URI.create(rig.value("GetExportedPackageUrl", of(id)));
        HttpResponse<byte[]> answer = rig.get(address);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(GROUPS);
        assertThat(rig.put(address, GROUPS, "x-ms-blob-type", "BlockBlob").statusCode())
                .isEqualTo(403);
    }

    @Test
    void requestsAreRecordedWithTheirOperations() throws Exception {
        ExecutionId id = rig.importPackage("Groups", GROUPS);
        rig.call("getexecutionerrors", of(id));
        rig.get(rig.writeUrl("none"));
        assertThat(rig.server.requests())
                .extracting(request -> request.operation().orElseThrow())
                .contains(
                        Operation.WRITE_URL,
                        Operation.BLOB_UPLOAD,
                        Operation.IMPORT_PACKAGE,
                        Operation.EXECUTION_ERRORS,
                        Operation.BLOB_DOWNLOAD);
        assertThat(rig.server.requests())
                .filteredOn(request -> request.path().toLowerCase(Locale.ROOT).contains("devstore"))
                .allSatisfy(request -> assertThat(request.query()).containsEntry("sig", "[redacted]"));
    }
}

package io.github.d365fo.connector.datamanagement;

import static io.github.d365fo.connector.datamanagement.DataRig.HOUR;
import static io.github.d365fo.connector.datamanagement.DataRig.expired;
import static io.github.d365fo.connector.datamanagement.DataRig.fileUrl;
import static io.github.d365fo.connector.datamanagement.DataRig.text;
import static io.github.d365fo.connector.datamanagement.DataRig.unknownExecution;
import static io.github.d365fo.connector.datamanagement.DataRig.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ExecutionFailedException;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports from start to the package on the disk, and the files of errors. */
@Timeout(60)
class ExportOperationTest {
    private static final ExecutionId EXECUTION = ExecutionId.of("E-1");
    private static final ExportRequest REQUEST =
            ExportRequest.of("Customers").packageName("c.zip").executionId(EXECUTION);
    private static final Reply ZIP = Reply.bytes(200, Zips.tiny());
    private static final Reply ROWS = Reply.text(200, "rows");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void anExportIsStartedFollowedAndDownloaded(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(
                face,
                text("E-1"),
                unknownExecution(),
                text("Executing"),
                text("Succeeded"),
                text(""),
                fileUrl(),
                ZIP)) {
            ExportOperation operation = rig.data.newExport(REQUEST);
            DownloadedFile file = operation.download(directory.resolve("c.zip"), HOUR);
            assertThat(file.path()).hasBinaryContent(Zips.tiny());
            assertThat(operation.step()).isEqualTo(ExecutionStep.FINISHED);
            assertThat(rig.asked())
                    .containsExactly(
                            "ExportToPackage",
                            "GetExecutionSummaryStatus",
                            "GetExecutionSummaryStatus",
                            "GetExecutionSummaryStatus",
                            "GetExportedPackageUrl",
                            "GetExportedPackageUrl",
                            "GET");
            assertThat(rig.server.requests().get(6).headers())
                    .doesNotContainKeys("authorization", "odata-version", "x-ms-version");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLostExportIsFoundByItsId(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, Reply.reset(true), text("Executing"), text("Succeeded"), fileUrl(), ZIP)) {
            rig.data.newExport(REQUEST).download(directory.resolve("c.zip"), HOUR);
            assertThat(rig.asked()).containsOnlyOnce("ExportToPackage");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExportOfAnEarlierProcessIsTakenUpByItsId(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, text("Executing"), text("Succeeded"), fileUrl(), ZIP)) {
            rig.data.resumeExport(REQUEST).download(directory.resolve("c.zip"), HOUR);
            assertThat(rig.asked()).doesNotContain("ExportToPackage");
        }
        try (DataRig rig = new DataRig(face, text("Succeeded"), fileUrl(), ZIP)) {
            rig.data.resumeExport(EXECUTION).download(directory.resolve("d.zip"), HOUR);
            assertThat(rig.asked()).doesNotContain("ExportToPackage");
            assertThatThrownBy(() -> rig.data.resumeExport(ExportRequest.of("Customers")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("executionId");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPartOfAnExportIsNoSuccess(FaceUnderTest face) throws Exception {
        Path target = directory.resolve("c.zip");
        try (DataRig rig = new DataRig(face, text("E-1"), text("PartiallySucceeded"), fileUrl(), ZIP)) {
            ExecutionFailedException error = catchThrowableOfType(
                    ExecutionFailedException.class,
                    () -> rig.data.newExport(REQUEST).download(target, HOUR));
            assertThat(error.lastState()).isEqualTo("PartiallySucceeded");
            assertThat(target).doesNotExist();
            assertThat(rig.data.downloadPackage(EXECUTION, target, HOUR).path()).hasBinaryContent(Zips.tiny());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatEndsIsReplacedTwice(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, fileUrl(), expired(), fileUrl(), expired(), fileUrl(), ZIP)) {
            assertThat(rig.data
                            .downloadPackage(EXECUTION, directory.resolve("c.zip"), HOUR)
                            .size())
                    .isEqualTo(Zips.tiny().length);
        }
        try (DataRig rig = new DataRig(face, fileUrl(), expired(), fileUrl(), expired(), fileUrl(), expired())) {
            assertThatThrownBy(() -> rig.data.downloadPackage(EXECUTION, directory.resolve("d.zip"), HOUR))
                    .isInstanceOf(AuthorizationException.class)
                    .hasMessageNotContaining("secret");
            assertThat(rig.server.requests()).hasSize(6);
            assertThat(directory.resolve("d.zip")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatNeverComesEndsInTime(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, text(""))) {
            assertThatThrownBy(() ->
                            rig.data.downloadPackage(EXECUTION, directory.resolve("c.zip"), Duration.ofMinutes(1)))
                    .isInstanceOf(ProcessingTimeoutException.class)
                    .hasMessageContaining("no address");
        }
    }

    @ParameterizedTest
    @EnumSource
    void filesOfErrorsAreFetchedWhereThereAreAny(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, fileUrl(), ROWS, value("true"), text(""), fileUrl(), ROWS)) {
            assertThat(rig.data.downloadStagingErrors(EXECUTION, "Customers", directory.resolve("s.txt")))
                    .get()
                    .satisfies(file -> assertThat(file.path()).hasContent("rows"));
            assertThat(rig.data.downloadErrorKeys(EXECUTION, "Customers", directory.resolve("k.txt"), HOUR))
                    .get()
                    .satisfies(file -> assertThat(file.path()).hasContent("rows"));
            assertThat(rig.asked())
                    .containsExactly(
                            "GetImportStagingErrorFileUrl",
                            "GET",
                            "GenerateImportTargetErrorKeysFile",
                            "GetImportTargetErrorKeysFileUrl",
                            "GetImportTargetErrorKeysFileUrl",
                            "GET");
        }
        try (DataRig rig = new DataRig(face, text(""), value("false"))) {
            assertThat(rig.data.downloadStagingErrors(EXECUTION, "Customers", directory.resolve("s2.txt")))
                    .isEmpty();
            assertThat(rig.data.downloadErrorKeys(EXECUTION, "Customers", directory.resolve("k2.txt"), HOUR))
                    .isEmpty();
        }
    }
}

package io.github.d365fo.testkit.internal.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.AsyncDataManagement;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportOperation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.WriteUrl;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ExecutionFailedException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.harness.Zips;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documented flows of import and export against the fake server, end to end. */
@Timeout(120)
class DataManagementFlowTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void theDocumentedImportStepByStep(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            DataManagement data = face.dataManagement(server.client());
            data.initialize();
            WriteUrl url = data.writeUrl("groups.zip");
            upload(url, SamplePackage.of(3));
            ExecutionId execution =
                    data.importFromPackage(url.url(), ImportRequest.of("Groups").company("usmf"));
            assertThatThrownBy(() -> data.executionStatus(execution))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("Execution details were not found");
            server.clock().advance(Duration.ofMinutes(1));
            assertThat(data.executionStatus(execution).isSuccess()).isTrue();
            assertThat(data.executionErrors(execution)).isEmpty();
            assertThat(data.entityStatuses(execution)).singleElement().satisfies(entity -> {
                assertThat(entity.entity()).isEqualTo(SamplePackage.ENTITY);
                assertThat(entity.targetRecords()).isEqualTo(3);
            });
            assertThat(data.executionPage(execution)).isPresent();
            data.deleteExecutionHistory(execution);
            assertThat(server.dataManagement().execution(execution)).isEmpty();
        }
    }

    private static void upload(WriteUrl url, byte[] content) throws Exception {
        java.net.http.HttpResponse<Void> answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(url.url().uri())
                                .header("x-ms-blob-type", "BlockBlob")
                                .PUT(java.net.http.HttpRequest.BodyPublishers.ofByteArray(content))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource
    void anImportFromUploadToOutcome(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            ImportOperation operation = face.dataManagement(server.client())
                    .newImport(
                            Payload.ofBytes(SamplePackage.of(7)),
                            ImportRequest.of("Groups").company("usmf"));
            ImportOutcome outcome = operation.await(HOUR);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(outcome.entities().get(0).targetRecords()).isEqualTo(7);
            assertThat(outcome.page()).isPresent();
            assertThat(outcome.gaps()).isEmpty();
            assertThat(outcome.advice()).isEmpty();
            FakeExecution execution = server.dataManagement().executions().get(0);
            assertThat(execution.id()).isEqualTo(operation.executionId());
            assertThat(execution.company()).isEqualTo("usmf");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLargePackageIsUploadedInBlocks(FaceUnderTest face) throws Exception {
        byte[] tail = new byte[20 << 20];
        new Random(7).nextBytes(tail);
        byte[] zip = PaddedPackage.of(SamplePackage.of(2), tail);
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            ImportOutcome outcome = face.dataManagement(server.client())
                    .newImport(Payload.ofBytes(zip), ImportRequest.of("Groups"))
                    .await(HOUR);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(server.dataManagement().blobs())
                    .singleElement()
                    .satisfies(blob -> assertThat(blob.size()).isEqualTo(zip.length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorRowsAndFilesOfErrorsOfAnImport(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.dataManagement()
                    .endNext(ExecutionOutcome.partiallySucceeded(
                            ErrorRow.target("2", "Group 2 is closed").field("CUSTOMERGROUPID"),
                            ErrorRow.staging("3", "Text is too long")));
            DataManagement data = face.dataManagement(server.client());
            ImportOutcome outcome = data.newImport(Payload.ofBytes(SamplePackage.of(5)), ImportRequest.of("Groups"))
                    .await(HOUR);
            assertThat(outcome.isTerminal()).isTrue();
            assertThat(outcome.isSuccess()).isFalse();
            assertThat(outcome.errors())
                    .extracting(Object::toString)
                    .containsExactly("record 2: CUSTOMERGROUPID: Group 2 is closed", "record 3: Text is too long");
            ExecutionId execution = outcome.executionId().orElseThrow();
            DownloadedFile keys = data.downloadErrorKeys(
                            execution, SamplePackage.ENTITY, directory.resolve("keys.csv"), HOUR)
                    .orElseThrow();
            assertThat(keys.path()).content().contains("2").doesNotContain("too long");
            DownloadedFile staging = data.downloadStagingErrors(
                            execution, SamplePackage.ENTITY, directory.resolve("staging.csv"))
                    .orElseThrow();
            assertThat(staging.path()).content().contains("too long");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProjectThatExistsAsksForOverwrite(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.dataManagement().project("Groups");
            assertThatThrownBy(() -> face.dataManagement(server.client())
                            .newImport(
                                    Payload.ofBytes(SamplePackage.of(1)),
                                    ImportRequest.of("Groups").overwrite(false))
                            .await(HOUR))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("exists and overwrite has not been specified")
                    .hasMessageContaining("composite");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredUploadAddressIsReplaced(FaceUnderTest face) throws Exception {
        byte[] zip = SamplePackage.of(4);
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            AtomicInteger opened = new AtomicInteger();
            Payload slow = Payload.ofStream(
                    () -> {
                        if (opened.getAndIncrement() == 0) {
                            server.clock().advance(Duration.ofMinutes(31));
                        }
                        return new ByteArrayInputStream(zip);
                    },
                    zip.length);
            ImportOutcome outcome = face.dataManagement(server.client())
                    .newImport(slow, ImportRequest.of("Groups"))
                    .await(HOUR);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(opened.get()).isGreaterThan(1);
            assertThat(server.dataManagement().executions()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredDownloadAddressIsReplaced(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            byte[] zip = Zips.ofSize(50_000);
            server.dataManagement().project("Export").publishExport(zip);
            AtomicBoolean late = new AtomicBoolean();
            ConnectorListener listener = new ConnectorListener() {
                @Override
                public void onRequest(Request event) {
                    if (event.operation() == Operation.BLOB_DOWNLOAD && !late.getAndSet(true)) {
                        server.clock().advance(Duration.ofMinutes(31));
                    }
                }
            };
            try (ConnectorClient client = client(server, listener)) {
                DownloadedFile file = face.dataManagement(client)
                        .newExport(ExportRequest.of("Export"))
                        .download(directory.resolve("e.zip"), HOUR);
                assertThat(file.size()).isEqualTo(zip.length);
                assertThat(late).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExportFromStartToTheFile(FaceUnderTest face) throws Exception {
        byte[] content = Zips.ofSize(3 << 20);
        for (boolean nested : List.of(false, true)) {
            try (FakeConnectorServer server = FakeConnectorServer.start()) {
                server.dataManagement().nestedExportValues(nested);
                server.dataManagement().project("Export").publishExport(content);
                DownloadedFile file = face.dataManagement(server.client())
                        .newExport(
                                ExportRequest.of("Export").packageName("e.zip").company("usmf"))
                        .download(directory.resolve(nested + ".zip"), HOUR);
                assertThat(file.path()).hasBinaryContent(content);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExportThatSucceedsInPartIsNoSuccess(FaceUnderTest face) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.dataManagement().project("Export").endNext(ExecutionOutcome.partiallySucceeded());
            assertThatThrownBy(() -> face.dataManagement(server.client())
                            .newExport(ExportRequest.of("Export"))
                            .download(directory.resolve("e.zip"), HOUR))
                    .isInstanceOf(ExecutionFailedException.class)
                    .hasMessageContaining("PartiallySucceeded");
            assertThat(directory.resolve("e.zip")).doesNotExist();
        }
    }

    /** The fake refuses an import of a project while another one runs, as F&amp;O breaks on it. */
    @Test
    void parallelImportsOfOneProjectAreMadeOneAfterAnother() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            AsyncDataManagement data = server.client().async().dataManagement();
            List<CompletableFuture<ImportOutcome>> imports = new java.util.ArrayList<>();
            for (int i = 0; i < 5; i++) {
                imports.add(data.newImport(Payload.ofBytes(SamplePackage.of(i + 1)), ImportRequest.of("Groups"))
                        .await(HOUR));
            }
            for (CompletableFuture<ImportOutcome> one : imports) {
                assertThat(one.get().isSuccess()).isTrue();
            }
            assertThat(server.dataManagement().executions()).hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsFollowedToItsOutcomeInOneCall(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            String activity = server.importJob().activityId().value();
            ImportOutcome outcome = face.job(server.client(), activity)
                    .enqueueAndAwait(
                            EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"), HOUR);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(outcome.messageId()).isPresent();
            assertThat(outcome.executionId()).isPresent();
            assertThat(face.dataManagement(server.client())
                            .outcome(outcome.messageId().orElseThrow())
                            .executionId())
                    .isEqualTo(outcome.executionId());
        }
    }

    private static ConnectorClient client(FakeConnectorServer server, ConnectorListener listener) {
        return ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                .clock(server.clock())
                .listener(listener)
                .build();
    }
}

package io.github.d365fo.testkit.harness;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.AsyncDataManagement;
import io.github.d365fo.connector.datamanagement.AsyncExportOperation;
import io.github.d365fo.connector.datamanagement.AsyncImportOperation;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ExportOperation;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportOperation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.datamanagement.WriteUrl;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The asynchronous face of data management, waited for. */
record WaitingDataManagement(AsyncDataManagement async) implements DataManagement {
    @Override
    public MessageStatus messageStatus(MessageId message) {
        return FaceUnderTest.join(async.messageStatus(message));
    }

    @Override
    public Optional<ExecutionId> executionId(MessageId message) {
        return FaceUnderTest.join(async.executionId(message));
    }

    @Override
    public ExecutionStatus executionStatus(ExecutionId execution) {
        return FaceUnderTest.join(async.executionStatus(execution));
    }

    @Override
    public List<ExecutionError> executionErrors(ExecutionId execution) {
        return FaceUnderTest.join(async.executionErrors(execution));
    }

    @Override
    public List<EntityStatus> entityStatuses(ExecutionId execution) {
        return FaceUnderTest.join(async.entityStatuses(execution));
    }

    @Override
    public Optional<URI> executionPage(ExecutionId execution) {
        return FaceUnderTest.join(async.executionPage(execution));
    }

    @Override
    public void deleteExecutionHistory(ExecutionId execution) {
        FaceUnderTest.join(async.deleteExecutionHistory(execution));
    }

    @Override
    public String entitySequence(List<String> entities) {
        return FaceUnderTest.join(async.entitySequence(entities));
    }

    @Override
    public boolean resetVersionToken(String dataProject, String entity, String source) {
        return FaceUnderTest.join(async.resetVersionToken(dataProject, entity, source));
    }

    @Override
    public void initialize() {
        FaceUnderTest.join(async.initialize());
    }

    @Override
    public WriteUrl writeUrl(String uniqueFileName) {
        return FaceUnderTest.join(async.writeUrl(uniqueFileName));
    }

    @Override
    public Optional<SignedUrl> exportedPackageUrl(ExecutionId execution) {
        return FaceUnderTest.join(async.exportedPackageUrl(execution));
    }

    @Override
    public boolean generateErrorKeys(ExecutionId execution, String entity) {
        return FaceUnderTest.join(async.generateErrorKeys(execution, entity));
    }

    @Override
    public Optional<SignedUrl> errorKeysUrl(ExecutionId execution, String entity) {
        return FaceUnderTest.join(async.errorKeysUrl(execution, entity));
    }

    @Override
    public Optional<SignedUrl> stagingErrorsUrl(ExecutionId execution, String entity) {
        return FaceUnderTest.join(async.stagingErrorsUrl(execution, entity));
    }

    @Override
    public ExecutionId importFromPackage(SignedUrl packageUrl, ImportRequest request) {
        return FaceUnderTest.join(async.importFromPackage(packageUrl, request));
    }

    @Override
    public ExecutionId exportToPackage(ExportRequest request) {
        return FaceUnderTest.join(async.exportToPackage(request));
    }

    @Override
    public DownloadedFile downloadPackage(ExecutionId execution, Path target, Duration atMost) {
        return FaceUnderTest.join(async.downloadPackage(execution, target, atMost));
    }

    @Override
    public DownloadedFile downloadPackage(
            ExecutionId execution, Path target, ExistingTarget existing, Duration atMost) {
        return FaceUnderTest.join(async.downloadPackage(execution, target, existing, atMost));
    }

    @Override
    public Optional<DownloadedFile> downloadStagingErrors(
            ExecutionId execution, String entity, Path target, ExistingTarget existing) {
        return FaceUnderTest.join(async.downloadStagingErrors(execution, entity, target, existing));
    }

    @Override
    public Optional<DownloadedFile> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, ExistingTarget existing, Duration atMost) {
        return FaceUnderTest.join(async.downloadErrorKeys(execution, entity, target, existing, atMost));
    }

    @Override
    public Optional<DownloadedFile> downloadStagingErrors(ExecutionId execution, String entity, Path target) {
        return FaceUnderTest.join(async.downloadStagingErrors(execution, entity, target));
    }

    @Override
    public Optional<DownloadedFile> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, Duration atMost) {
        return FaceUnderTest.join(async.downloadErrorKeys(execution, entity, target, atMost));
    }

    @Override
    public ImportOutcome outcome(ExecutionId execution) {
        return FaceUnderTest.join(async.outcome(execution));
    }

    @Override
    public ImportOutcome outcome(MessageId message) {
        return FaceUnderTest.join(async.outcome(message));
    }

    @Override
    public ImportOperation newImport(Payload packageFile, ImportRequest request) {
        return new WaitingImport(async.newImport(packageFile, request));
    }

    @Override
    public ImportOperation resumeImport(Payload packageFile, ImportRequest request) {
        return new WaitingImport(async.resumeImport(packageFile, request));
    }

    @Override
    public ImportOperation resumeImport(ExecutionId execution) {
        return new WaitingImport(async.resumeImport(execution));
    }

    @Override
    public ExportOperation newExport(ExportRequest request) {
        return new WaitingExport(async.newExport(request));
    }

    @Override
    public ExportOperation resumeExport(ExportRequest request) {
        return new WaitingExport(async.resumeExport(request));
    }

    @Override
    public ExportOperation resumeExport(ExecutionId execution) {
        return new WaitingExport(async.resumeExport(execution));
    }

    private record WaitingImport(AsyncImportOperation async) implements ImportOperation {
        @Override
        public ExecutionId executionId() {
            return async.executionId();
        }

        @Override
        public ExecutionStep step() {
            return async.step();
        }

        @Override
        public ImportOutcome await(Duration atMost, TransferListener progress) {
            return FaceUnderTest.join(async.await(atMost, progress));
        }
    }

    private record WaitingExport(AsyncExportOperation async) implements ExportOperation {
        @Override
        public ExecutionId executionId() {
            return async.executionId();
        }

        @Override
        public ExecutionStep step() {
            return async.step();
        }

        @Override
        public DownloadedFile download(Path target, Duration atMost, TransferListener progress) {
            return FaceUnderTest.join(async.download(target, atMost, progress));
        }

        @Override
        public DownloadedFile download(
                Path target, ExistingTarget existing, Duration atMost, TransferListener progress) {
            return FaceUnderTest.join(async.download(target, existing, atMost, progress));
        }
    }
}

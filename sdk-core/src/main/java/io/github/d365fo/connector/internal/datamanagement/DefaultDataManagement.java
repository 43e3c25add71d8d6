package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
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
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The blocking API of data management. */
public final class DefaultDataManagement implements DataManagement {
    private final DataManagementOperations operations;
    private final Calls calls;
    private final DataManagementRequests actions;

    /** Creates the API of {@code operations}. */
    public DefaultDataManagement(DataManagementOperations operations) {
        this.operations = operations;
        this.calls = operations.calls();
        this.actions = operations.actions();
    }

    @Override
    public KnownSecrets knownSecrets() {
        return operations.knownSecrets();
    }

    @Override
    public MessageStatus messageStatus(MessageId message) {
        return call(actions.messageStatus(message));
    }

    @Override
    public Optional<ExecutionId> executionId(MessageId message) {
        return call(actions.executionId(message));
    }

    @Override
    public ExecutionStatus executionStatus(ExecutionId execution) {
        return call(actions.executionStatus(execution));
    }

    @Override
    public List<ExecutionError> executionErrors(ExecutionId execution) {
        return call(actions.executionErrors(execution)).rows();
    }

    @Override
    public List<EntityStatus> entityStatuses(ExecutionId execution) {
        return call(actions.entityStatuses(execution));
    }

    @Override
    public Optional<URI> executionPage(ExecutionId execution) {
        return call(actions.executionPage(execution));
    }

    @Override
    public void deleteExecutionHistory(ExecutionId execution) {
        call(actions.deleteExecutionHistory(execution));
    }

    @Override
    public String entitySequence(List<String> entities) {
        return call(actions.entitySequence(entities));
    }

    @Override
    public boolean resetVersionToken(String dataProject, String entity, String source) {
        return call(actions.resetVersionToken(dataProject, entity, source));
    }

    @Override
    public void initialize() {
        call(actions.initialize());
    }

    @Override
    public WriteUrl writeUrl(String uniqueFileName) {
        return call(actions.writeUrl(uniqueFileName));
    }

    @Override
    public Optional<SignedUrl> exportedPackageUrl(ExecutionId execution) {
        return call(actions.exportedPackageUrl(execution));
    }

    @Override
    public boolean generateErrorKeys(ExecutionId execution, String entity) {
        return call(actions.generateErrorKeys(execution, entity));
    }

    @Override
    public Optional<SignedUrl> errorKeysUrl(ExecutionId execution, String entity) {
        return call(actions.errorKeysUrl(execution, entity));
    }

    @Override
    public Optional<SignedUrl> stagingErrorsUrl(ExecutionId execution, String entity) {
        return call(actions.stagingErrorsUrl(execution, entity));
    }

    @Override
    public ExecutionId importFromPackage(SignedUrl packageUrl, ImportRequest request) {
        return calls.blocking(
                Operation.IMPORT_PACKAGE, call -> operations.importFromPackage(call, packageUrl, request));
    }

    @Override
    public ExecutionId exportToPackage(ExportRequest request) {
        return calls.blocking(Operation.EXPORT_PACKAGE, call -> operations.exportToPackage(call, request));
    }

    @Override
    public DownloadedFile downloadPackage(ExecutionId execution, Path target, Duration atMost) {
        return downloadPackage(execution, target, ExistingTarget.KEEP_IF_SAME, atMost);
    }

    @Override
    public DownloadedFile downloadPackage(
            ExecutionId execution, Path target, ExistingTarget existing, Duration atMost) {
        Landing landing = new Landing(target, existing);
        return calls.blocking(
                Operation.BLOB_DOWNLOAD,
                atMost,
                call -> operations.downloadPackage(call, execution, landing, atMost, TransferListener.none()));
    }

    @Override
    public Optional<DownloadedFile> downloadStagingErrors(ExecutionId execution, String entity, Path target) {
        return downloadStagingErrors(execution, entity, target, ExistingTarget.KEEP_IF_SAME);
    }

    @Override
    public Optional<DownloadedFile> downloadStagingErrors(
            ExecutionId execution, String entity, Path target, ExistingTarget existing) {
        Landing landing = new Landing(target, existing);
        return calls.blocking(
                Operation.STAGING_ERRORS_URL,
                call -> operations.downloadStagingErrors(call, execution, entity, landing));
    }

    @Override
    public Optional<DownloadedFile> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, Duration atMost) {
        return downloadErrorKeys(execution, entity, target, ExistingTarget.KEEP_IF_SAME, atMost);
    }

    @Override
    public Optional<DownloadedFile> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, ExistingTarget existing, Duration atMost) {
        Landing landing = new Landing(target, existing);
        return calls.blocking(
                Operation.ERROR_KEYS_URL,
                atMost,
                call -> operations.downloadErrorKeys(call, execution, entity, landing, atMost));
    }

    @Override
    public ImportOutcome outcome(ExecutionId execution) {
        return calls.blocking(Operation.EXECUTION_STATUS, call -> operations.outcome(call, execution));
    }

    @Override
    public ImportOutcome outcome(MessageId message) {
        return calls.blocking(Operation.EXECUTION_STATUS, call -> operations.outcome(call, message));
    }

    @Override
    public ImportOperation newImport(Payload packageFile, ImportRequest request) {
        return new DefaultImportOperation(ImportRun.begin(operations, packageFile, request));
    }

    @Override
    public ImportOperation resumeImport(Payload packageFile, ImportRequest request) {
        return new DefaultImportOperation(ImportRun.resume(operations, packageFile, request));
    }

    @Override
    public ImportOperation resumeImport(ExecutionId execution) {
        return new DefaultImportOperation(ImportRun.follow(operations, execution));
    }

    @Override
    public ExportOperation newExport(ExportRequest request) {
        return new DefaultExportOperation(ExportRun.begin(operations, request));
    }

    @Override
    public ExportOperation resumeExport(ExportRequest request) {
        return new DefaultExportOperation(ExportRun.resume(operations, request));
    }

    @Override
    public ExportOperation resumeExport(ExecutionId execution) {
        return new DefaultExportOperation(ExportRun.follow(operations, execution));
    }

    private <T> T call(Exchange<T> exchange) {
        return calls.blocking(exchange.operation(), call -> operations.ask(call, exchange));
    }
}

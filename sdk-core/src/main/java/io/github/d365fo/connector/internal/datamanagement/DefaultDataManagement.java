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
import io.github.d365fo.connector.internal.call.BlockingFace;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Face;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The blocking face of data management. */
public final class DefaultDataManagement implements DataManagement {
    private static final Face FACE = new BlockingFace();

    private final DataManagementOperations engine;
    private final DataManagementRequests actions;

    /** Creates the face of {@code engine}. */
    public DefaultDataManagement(DataManagementOperations engine) {
        this.engine = engine;
        this.actions = engine.actions();
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
        return Calls.blocking(
                Operation.IMPORT_PACKAGE,
                engine.scopes().scope(),
                scope -> engine.importFromPackage(FACE, scope, packageUrl, request));
    }

    @Override
    public ExecutionId exportToPackage(ExportRequest request) {
        return Calls.blocking(
                Operation.EXPORT_PACKAGE,
                engine.scopes().scope(),
                scope -> engine.exportToPackage(FACE, scope, request));
    }

    @Override
    public DownloadedFile downloadPackage(ExecutionId execution, Path target, Duration atMost) {
        return downloadPackage(execution, target, ExistingTarget.KEEP_IF_SAME, atMost);
    }

    @Override
    public DownloadedFile downloadPackage(
            ExecutionId execution, Path target, ExistingTarget existing, Duration atMost) {
        Landing landing = new Landing(target, existing);
        return Calls.blocking(
                Operation.BLOB_DOWNLOAD,
                engine.scopes().scope(atMost),
                scope -> engine.downloadPackage(FACE, scope, execution, landing, atMost, TransferListener.none()));
    }

    @Override
    public Optional<DownloadedFile> downloadStagingErrors(ExecutionId execution, String entity, Path target) {
        return downloadStagingErrors(execution, entity, target, ExistingTarget.KEEP_IF_SAME);
    }

    @Override
    public Optional<DownloadedFile> downloadStagingErrors(
            ExecutionId execution, String entity, Path target, ExistingTarget existing) {
        Landing landing = new Landing(target, existing);
        return Calls.blocking(
                Operation.STAGING_ERRORS_URL,
                engine.scopes().scope(),
                scope -> engine.downloadStagingErrors(FACE, scope, execution, entity, landing));
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
        return Calls.blocking(
                Operation.ERROR_KEYS_URL,
                engine.scopes().scope(atMost),
                scope -> engine.downloadErrorKeys(FACE, scope, execution, entity, landing, atMost));
    }

    @Override
    public ImportOutcome outcome(ExecutionId execution) {
        return Calls.blocking(
                Operation.EXECUTION_STATUS, engine.scopes().scope(), scope -> engine.outcome(FACE, scope, execution));
    }

    @Override
    public ImportOutcome outcome(MessageId message) {
        return Calls.blocking(
                Operation.EXECUTION_STATUS, engine.scopes().scope(), scope -> engine.outcome(FACE, scope, message));
    }

    @Override
    public ImportOperation newImport(Payload packageFile, ImportRequest request) {
        return new DefaultImportOperation(ImportRun.begin(engine, packageFile, request));
    }

    @Override
    public ImportOperation resumeImport(Payload packageFile, ImportRequest request) {
        return new DefaultImportOperation(ImportRun.resume(engine, packageFile, request));
    }

    @Override
    public ImportOperation resumeImport(ExecutionId execution) {
        return new DefaultImportOperation(ImportRun.follow(engine, execution));
    }

    @Override
    public ExportOperation newExport(ExportRequest request) {
        return new DefaultExportOperation(ExportRun.begin(engine, request));
    }

    @Override
    public ExportOperation resumeExport(ExportRequest request) {
        return new DefaultExportOperation(ExportRun.resume(engine, request));
    }

    @Override
    public ExportOperation resumeExport(ExecutionId execution) {
        return new DefaultExportOperation(ExportRun.follow(engine, execution));
    }

    private <T> T call(Exchange<T> exchange) {
        return Calls.blocking(
                exchange.operation(), engine.scopes().scope(), scope -> engine.ask(FACE, scope, exchange));
    }
}

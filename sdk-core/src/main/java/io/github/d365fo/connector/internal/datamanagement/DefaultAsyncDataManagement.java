package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.AsyncDataManagement;
import io.github.d365fo.connector.datamanagement.AsyncExportOperation;
import io.github.d365fo.connector.datamanagement.AsyncImportOperation;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
import io.github.d365fo.connector.datamanagement.ExportRequest;
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
import java.util.concurrent.CompletableFuture;

/** The asynchronous API of data management. */
public final class DefaultAsyncDataManagement implements AsyncDataManagement {
    private final DataManagementOperations operations;
    private final Calls calls;
    private final DataManagementRequests actions;

    /** Creates the API of {@code operations}. */
    public DefaultAsyncDataManagement(DataManagementOperations operations) {
        this.operations = operations;
        this.calls = operations.calls();
        this.actions = operations.actions();
    }

    @Override
    public KnownSecrets knownSecrets() {
        return operations.knownSecrets();
    }

    @Override
    public CompletableFuture<MessageStatus> messageStatus(MessageId message) {
        return call(actions.messageStatus(message));
    }

    @Override
    public CompletableFuture<Optional<ExecutionId>> executionId(MessageId message) {
        return call(actions.executionId(message));
    }

    @Override
    public CompletableFuture<ExecutionStatus> executionStatus(ExecutionId execution) {
        return call(actions.executionStatus(execution));
    }

    @Override
    public CompletableFuture<List<ExecutionError>> executionErrors(ExecutionId execution) {
        Exchange<ErrorRows> question = actions.executionErrors(execution);
        return calls.async(
                question.operation(), call -> operations.ask(call, question).thenApply(ErrorRows::rows));
    }

    @Override
    public CompletableFuture<List<EntityStatus>> entityStatuses(ExecutionId execution) {
        return call(actions.entityStatuses(execution));
    }

    @Override
    public CompletableFuture<Optional<URI>> executionPage(ExecutionId execution) {
        return call(actions.executionPage(execution));
    }

    @Override
    public CompletableFuture<Void> deleteExecutionHistory(ExecutionId execution) {
        return done(actions.deleteExecutionHistory(execution));
    }

    @Override
    public CompletableFuture<String> entitySequence(List<String> entities) {
        return call(actions.entitySequence(entities));
    }

    @Override
    public CompletableFuture<Boolean> resetVersionToken(String dataProject, String entity, String source) {
        return call(actions.resetVersionToken(dataProject, entity, source));
    }

    @Override
    public CompletableFuture<Void> initialize() {
        return done(actions.initialize());
    }

    @Override
    public CompletableFuture<WriteUrl> writeUrl(String uniqueFileName) {
        return call(actions.writeUrl(uniqueFileName));
    }

    @Override
    public CompletableFuture<Optional<SignedUrl>> exportedPackageUrl(ExecutionId execution) {
        return call(actions.exportedPackageUrl(execution));
    }

    @Override
    public CompletableFuture<Boolean> generateErrorKeys(ExecutionId execution, String entity) {
        return call(actions.generateErrorKeys(execution, entity));
    }

    @Override
    public CompletableFuture<Optional<SignedUrl>> errorKeysUrl(ExecutionId execution, String entity) {
        return call(actions.errorKeysUrl(execution, entity));
    }

    @Override
    public CompletableFuture<Optional<SignedUrl>> stagingErrorsUrl(ExecutionId execution, String entity) {
        return call(actions.stagingErrorsUrl(execution, entity));
    }

    @Override
    public CompletableFuture<ExecutionId> importFromPackage(SignedUrl packageUrl, ImportRequest request) {
        return calls.async(Operation.IMPORT_PACKAGE, call -> operations.importFromPackage(call, packageUrl, request));
    }

    @Override
    public CompletableFuture<ExecutionId> exportToPackage(ExportRequest request) {
        return calls.async(Operation.EXPORT_PACKAGE, call -> operations.exportToPackage(call, request));
    }

    @Override
    public CompletableFuture<DownloadedFile> downloadPackage(ExecutionId execution, Path target, Duration atMost) {
        return downloadPackage(execution, target, ExistingTarget.KEEP_IF_SAME, atMost);
    }

    @Override
    public CompletableFuture<DownloadedFile> downloadPackage(
            ExecutionId execution, Path target, ExistingTarget existing, Duration atMost) {
        Landing landing = new Landing(target, existing);
        return calls.async(
                Operation.BLOB_DOWNLOAD,
                atMost,
                call -> operations.downloadPackage(call, execution, landing, atMost, TransferListener.none()));
    }

    @Override
    public CompletableFuture<Optional<DownloadedFile>> downloadStagingErrors(
            ExecutionId execution, String entity, Path target) {
        return downloadStagingErrors(execution, entity, target, ExistingTarget.KEEP_IF_SAME);
    }

    @Override
    public CompletableFuture<Optional<DownloadedFile>> downloadStagingErrors(
            ExecutionId execution, String entity, Path target, ExistingTarget existing) {
        Landing landing = new Landing(target, existing);
        return calls.async(
                Operation.STAGING_ERRORS_URL,
                call -> operations.downloadStagingErrors(call, execution, entity, landing));
    }

    @Override
    public CompletableFuture<Optional<DownloadedFile>> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, Duration atMost) {
        return downloadErrorKeys(execution, entity, target, ExistingTarget.KEEP_IF_SAME, atMost);
    }

    @Override
    public CompletableFuture<Optional<DownloadedFile>> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, ExistingTarget existing, Duration atMost) {
        Landing landing = new Landing(target, existing);
        return calls.async(
                Operation.ERROR_KEYS_URL,
                atMost,
                call -> operations.downloadErrorKeys(call, execution, entity, landing, atMost));
    }

    @Override
    public CompletableFuture<ImportOutcome> outcome(ExecutionId execution) {
        return calls.async(Operation.EXECUTION_STATUS, call -> operations.outcome(call, execution));
    }

    @Override
    public CompletableFuture<ImportOutcome> outcome(MessageId message) {
        return calls.async(Operation.EXECUTION_STATUS, call -> operations.outcome(call, message));
    }

    @Override
    public AsyncImportOperation newImport(Payload packageFile, ImportRequest request) {
        return new DefaultAsyncImportOperation(ImportRun.begin(operations, packageFile, request));
    }

    @Override
    public AsyncImportOperation resumeImport(Payload packageFile, ImportRequest request) {
        return new DefaultAsyncImportOperation(ImportRun.resume(operations, packageFile, request));
    }

    @Override
    public AsyncImportOperation resumeImport(ExecutionId execution) {
        return new DefaultAsyncImportOperation(ImportRun.follow(operations, execution));
    }

    @Override
    public AsyncExportOperation newExport(ExportRequest request) {
        return new DefaultAsyncExportOperation(ExportRun.begin(operations, request));
    }

    @Override
    public AsyncExportOperation resumeExport(ExportRequest request) {
        return new DefaultAsyncExportOperation(ExportRun.resume(operations, request));
    }

    @Override
    public AsyncExportOperation resumeExport(ExecutionId execution) {
        return new DefaultAsyncExportOperation(ExportRun.follow(operations, execution));
    }

    /** Within the call, so that who cancels the future ends the call. */
    private CompletableFuture<Void> done(Exchange<Boolean> question) {
        return calls.async(
                question.operation(), call -> operations.ask(call, question).thenAccept(done -> {}));
    }

    private <T> CompletableFuture<T> call(Exchange<T> exchange) {
        return calls.async(exchange.operation(), call -> operations.ask(call, exchange));
    }
}

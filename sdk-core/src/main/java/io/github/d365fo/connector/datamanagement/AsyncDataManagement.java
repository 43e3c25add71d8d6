package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link DataManagement} whose calls return futures. Each call behaves like the blocking method of the same name and
 * fails with the same exceptions, as the cause of a {@link java.util.concurrent.CompletionException}. Cancelling a
 * future aborts its exchange at once; waits hold no thread. Thread-safe.
 */
public interface AsyncDataManagement {
    /** Does what {@link DataManagement#messageStatus(MessageId)} does. */
    CompletableFuture<MessageStatus> messageStatus(MessageId message);

    /** Does what {@link DataManagement#executionId(MessageId)} does. */
    CompletableFuture<Optional<ExecutionId>> executionId(MessageId message);

    /** Does what {@link DataManagement#executionStatus(ExecutionId)} does. */
    CompletableFuture<ExecutionStatus> executionStatus(ExecutionId execution);

    /** Does what {@link DataManagement#executionErrors(ExecutionId)} does. */
    CompletableFuture<List<ExecutionError>> executionErrors(ExecutionId execution);

    /** Does what {@link DataManagement#entityStatuses(ExecutionId)} does. */
    CompletableFuture<List<EntityStatus>> entityStatuses(ExecutionId execution);

    /** Does what {@link DataManagement#executionPage(ExecutionId)} does. */
    CompletableFuture<Optional<URI>> executionPage(ExecutionId execution);

    /** Does what {@link DataManagement#deleteExecutionHistory(ExecutionId)} does. */
    CompletableFuture<Void> deleteExecutionHistory(ExecutionId execution);

    /** Does what {@link DataManagement#entitySequence(List)} does. */
    CompletableFuture<String> entitySequence(List<String> entities);

    /** Does what {@link DataManagement#resetVersionToken(String, String, String)} does. */
    CompletableFuture<Boolean> resetVersionToken(String dataProject, String entity, String source);

    /** Does what {@link DataManagement#initialize()} does. */
    CompletableFuture<Void> initialize();

    /** Does what {@link DataManagement#writeUrl(String)} does. */
    CompletableFuture<WriteUrl> writeUrl(String uniqueFileName);

    /** Does what {@link DataManagement#exportedPackageUrl(ExecutionId)} does. */
    CompletableFuture<Optional<SignedUrl>> exportedPackageUrl(ExecutionId execution);

    /** Does what {@link DataManagement#generateErrorKeys(ExecutionId, String)} does. */
    CompletableFuture<Boolean> generateErrorKeys(ExecutionId execution, String entity);

    /** Does what {@link DataManagement#errorKeysUrl(ExecutionId, String)} does. */
    CompletableFuture<Optional<SignedUrl>> errorKeysUrl(ExecutionId execution, String entity);

    /** Does what {@link DataManagement#stagingErrorsUrl(ExecutionId, String)} does. */
    CompletableFuture<Optional<SignedUrl>> stagingErrorsUrl(ExecutionId execution, String entity);

    /** Does what {@link DataManagement#importFromPackage(SignedUrl, ImportRequest)} does. */
    CompletableFuture<ExecutionId> importFromPackage(SignedUrl packageUrl, ImportRequest request);

    /** Does what {@link DataManagement#exportToPackage(ExportRequest)} does. */
    CompletableFuture<ExecutionId> exportToPackage(ExportRequest request);

    /** Does what {@link DataManagement#downloadPackage(ExecutionId, Path, Duration)} does. */
    CompletableFuture<DownloadedFile> downloadPackage(ExecutionId execution, Path target, Duration atMost);

    /**
     * Does what {@link DataManagement#downloadPackage(ExecutionId, Path, ExistingTarget, Duration)} does.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default CompletableFuture<DownloadedFile> downloadPackage(
            ExecutionId execution, Path target, ExistingTarget existing, Duration atMost) {
        throw new UnsupportedOperationException("downloadPackage with ExistingTarget");
    }

    /** Does what {@link DataManagement#downloadStagingErrors(ExecutionId, String, Path)} does. */
    CompletableFuture<Optional<DownloadedFile>> downloadStagingErrors(
            ExecutionId execution, String entity, Path target);

    /**
     * Does what {@link DataManagement#downloadStagingErrors(ExecutionId, String, Path, ExistingTarget)} does.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default CompletableFuture<Optional<DownloadedFile>> downloadStagingErrors(
            ExecutionId execution, String entity, Path target, ExistingTarget existing) {
        throw new UnsupportedOperationException("downloadStagingErrors with ExistingTarget");
    }

    /** Does what {@link DataManagement#downloadErrorKeys(ExecutionId, String, Path, Duration)} does. */
    CompletableFuture<Optional<DownloadedFile>> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, Duration atMost);

    /**
     * Does what {@link DataManagement#downloadErrorKeys(ExecutionId, String, Path, ExistingTarget, Duration)} does.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default CompletableFuture<Optional<DownloadedFile>> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, ExistingTarget existing, Duration atMost) {
        throw new UnsupportedOperationException("downloadErrorKeys with ExistingTarget");
    }

    /** Does what {@link DataManagement#outcome(ExecutionId)} does. */
    CompletableFuture<ImportOutcome> outcome(ExecutionId execution);

    /** Does what {@link DataManagement#outcome(MessageId)} does. */
    CompletableFuture<ImportOutcome> outcome(MessageId message);

    /** Returns what {@link DataManagement#newImport(Payload, ImportRequest)} returns, with futures. */
    AsyncImportOperation newImport(Payload packageFile, ImportRequest request);

    /** Returns what {@link DataManagement#resumeImport(Payload, ImportRequest)} returns, with futures. */
    AsyncImportOperation resumeImport(Payload packageFile, ImportRequest request);

    /** Returns what {@link DataManagement#resumeImport(ExecutionId)} returns, with futures. */
    AsyncImportOperation resumeImport(ExecutionId execution);

    /** Returns what {@link DataManagement#newExport(ExportRequest)} returns, with futures. */
    AsyncExportOperation newExport(ExportRequest request);

    /** Returns what {@link DataManagement#resumeExport(ExportRequest)} returns, with futures. */
    AsyncExportOperation resumeExport(ExportRequest request);

    /** Returns what {@link DataManagement#resumeExport(ExecutionId)} returns, with futures. */
    AsyncExportOperation resumeExport(ExecutionId execution);
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.KnownSecrets;
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
    /** Returns the secrets that this client uses: {@link DataManagement#knownSecrets()}. */
    default KnownSecrets knownSecrets() {
        return new KnownSecrets();
    }

    /** The asynchronous form of {@link DataManagement#messageStatus(MessageId)}. */
    CompletableFuture<MessageStatus> messageStatus(MessageId message);

    /** The asynchronous form of {@link DataManagement#executionId(MessageId)}. */
    CompletableFuture<Optional<ExecutionId>> executionId(MessageId message);

    /** The asynchronous form of {@link DataManagement#executionStatus(ExecutionId)}. */
    CompletableFuture<ExecutionStatus> executionStatus(ExecutionId execution);

    /** The asynchronous form of {@link DataManagement#executionErrors(ExecutionId)}. */
    CompletableFuture<List<ExecutionError>> executionErrors(ExecutionId execution);

    /** The asynchronous form of {@link DataManagement#entityStatuses(ExecutionId)}. */
    CompletableFuture<List<EntityStatus>> entityStatuses(ExecutionId execution);

    /** The asynchronous form of {@link DataManagement#executionPage(ExecutionId)}. */
    CompletableFuture<Optional<URI>> executionPage(ExecutionId execution);

    /** The asynchronous form of {@link DataManagement#deleteExecutionHistory(ExecutionId)}. */
    CompletableFuture<Void> deleteExecutionHistory(ExecutionId execution);

    /** The asynchronous form of {@link DataManagement#entitySequence(List)}. */
    CompletableFuture<String> entitySequence(List<String> entities);

    /** The asynchronous form of {@link DataManagement#resetVersionToken(String, String, String)}. */
    CompletableFuture<Boolean> resetVersionToken(String dataProject, String entity, String source);

    /** The asynchronous form of {@link DataManagement#initialize()}. */
    CompletableFuture<Void> initialize();

    /** The asynchronous form of {@link DataManagement#writeUrl(String)}. */
    CompletableFuture<WriteUrl> writeUrl(String uniqueFileName);

    /** The asynchronous form of {@link DataManagement#exportedPackageUrl(ExecutionId)}. */
    CompletableFuture<Optional<SignedUrl>> exportedPackageUrl(ExecutionId execution);

    /** The asynchronous form of {@link DataManagement#generateErrorKeys(ExecutionId, String)}. */
    CompletableFuture<Boolean> generateErrorKeys(ExecutionId execution, String entity);

    /** The asynchronous form of {@link DataManagement#errorKeysUrl(ExecutionId, String)}. */
    CompletableFuture<Optional<SignedUrl>> errorKeysUrl(ExecutionId execution, String entity);

    /** The asynchronous form of {@link DataManagement#stagingErrorsUrl(ExecutionId, String)}. */
    CompletableFuture<Optional<SignedUrl>> stagingErrorsUrl(ExecutionId execution, String entity);

    /** The asynchronous form of {@link DataManagement#importFromPackage(SignedUrl, ImportRequest)}. */
    CompletableFuture<ExecutionId> importFromPackage(SignedUrl packageUrl, ImportRequest request);

    /** The asynchronous form of {@link DataManagement#exportToPackage(ExportRequest)}. */
    CompletableFuture<ExecutionId> exportToPackage(ExportRequest request);

    /** The asynchronous form of {@link DataManagement#downloadPackage(ExecutionId, Path, Duration)}. */
    CompletableFuture<DownloadedFile> downloadPackage(ExecutionId execution, Path target, Duration atMost);

    /**
     * The asynchronous form of {@link DataManagement#downloadPackage(ExecutionId, Path, ExistingTarget, Duration)}.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default CompletableFuture<DownloadedFile> downloadPackage(
            ExecutionId execution, Path target, ExistingTarget existing, Duration atMost) {
        throw new UnsupportedOperationException("downloadPackage with ExistingTarget");
    }

    /** The asynchronous form of {@link DataManagement#downloadStagingErrors(ExecutionId, String, Path)}. */
    CompletableFuture<Optional<DownloadedFile>> downloadStagingErrors(
            ExecutionId execution, String entity, Path target);

    /**
     * The asynchronous form of {@link DataManagement#downloadStagingErrors(ExecutionId, String, Path, ExistingTarget)}.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default CompletableFuture<Optional<DownloadedFile>> downloadStagingErrors(
            ExecutionId execution, String entity, Path target, ExistingTarget existing) {
        throw new UnsupportedOperationException("downloadStagingErrors with ExistingTarget");
    }

    /** The asynchronous form of {@link DataManagement#downloadErrorKeys(ExecutionId, String, Path, Duration)}. */
    CompletableFuture<Optional<DownloadedFile>> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, Duration atMost);

    /**
     * The asynchronous form of
     * {@link DataManagement#downloadErrorKeys(ExecutionId, String, Path, ExistingTarget, Duration)}.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default CompletableFuture<Optional<DownloadedFile>> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, ExistingTarget existing, Duration atMost) {
        throw new UnsupportedOperationException("downloadErrorKeys with ExistingTarget");
    }

    /** The asynchronous form of {@link DataManagement#outcome(ExecutionId)}. */
    CompletableFuture<ImportOutcome> outcome(ExecutionId execution);

    /** The asynchronous form of {@link DataManagement#outcome(MessageId)}. */
    CompletableFuture<ImportOutcome> outcome(MessageId message);

    /** The asynchronous form of {@link DataManagement#newImport(Payload, ImportRequest)}. */
    AsyncImportOperation newImport(Payload packageFile, ImportRequest request);

    /** The asynchronous form of {@link DataManagement#resumeImport(Payload, ImportRequest)}. */
    AsyncImportOperation resumeImport(Payload packageFile, ImportRequest request);

    /** The asynchronous form of {@link DataManagement#resumeImport(ExecutionId)}. */
    AsyncImportOperation resumeImport(ExecutionId execution);

    /** The asynchronous form of {@link DataManagement#newExport(ExportRequest)}. */
    AsyncExportOperation newExport(ExportRequest request);

    /** The asynchronous form of {@link DataManagement#resumeExport(ExportRequest)}. */
    AsyncExportOperation resumeExport(ExportRequest request);

    /** The asynchronous form of {@link DataManagement#resumeExport(ExecutionId)}. */
    AsyncExportOperation resumeExport(ExecutionId execution);
}

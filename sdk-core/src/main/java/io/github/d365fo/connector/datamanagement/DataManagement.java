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

/**
 * The package API of data management: one method per OData action, and operations built from them. It works with data
 * packages, in the cloud and on-premises ("Data management package REST API"). Parameters have the usual names: a data
 * project, given by its name, is the service's {@code definitionGroupId}; an entity is given by its label; a company is
 * a {@code legalEntityId}.
 *
 * <p>Every call runs on the calling thread and blocks it. An interrupt ends the call at once with a
 * {@link io.github.d365fo.connector.error.TransportException}. All failures are
 * {@link io.github.d365fo.connector.error.ConnectorException}s. Thread-safe.
 */
public interface DataManagement {
    /**
     * Returns the secrets that this client uses, to keep them out of your own messages, as
     * {@link io.github.d365fo.connector.RecurringJob#knownSecrets()} does. By default none are known, for implementations
     * that have no client.
     */
    default KnownSecrets knownSecrets() {
        return new KnownSecrets();
    }

    /**
     * Returns the state of a message of a recurring job ({@code GetMessageStatus}).
     */
    MessageStatus messageStatus(MessageId message);

    /**
     * Returns the execution of a message ({@code GetExecutionIdByMessageId}), or empty until the batch has picked the
     * message up.
     */
    Optional<ExecutionId> executionId(MessageId message);

    /**
     * Returns the status of an execution ({@code GetExecutionSummaryStatus}).
     *
     * @throws io.github.d365fo.connector.error.ServiceException if the service does not know the execution, which can
     *     also happen for some time after a start
     */
    ExecutionStatus executionStatus(ExecutionId execution);

    /**
     * Returns the failed rows of an execution ({@code GetExecutionErrors}). There are none if the execution failed
     * before it reached its rows, or if its staging was cleaned up. Returns at most the first 10,000 rows, or fewer if
     * their texts exceed 4 Mi characters in total; {@link ImportOutcome#errorCount()} returns the full count, and the
     * error files contain all rows. If the response breaks off among the rows, the rows before that are returned.
     */
    List<ExecutionError> executionErrors(ExecutionId execution);

    /**
     * Returns the status of each entity of an execution ({@code GetEntityExecutionSummaryStatusList}). The format of
     * the response is not documented: see {@link EntityStatus#listFromJson}.
     */
    List<EntityStatus> entityStatuses(ExecutionId execution);

    /**
     * Returns the address of the execution's page, for people to open ({@code GetExecutionSummaryPageUrl}), or empty if
     * there is none.
     */
    Optional<URI> executionPage(ExecutionId execution);

    /**
     * Deletes the history of an execution, including its staging ({@code DeleteExecutionHistoryJob}).
     */
    void deleteExecutionHistory(ExecutionId execution);

    /**
     * Returns the order in which entities, given by their labels, should run ({@code GetEntitySequence}), as the
     * service writes it: the format is not documented.
     */
    String entitySequence(List<String> entities);

    /**
     * Makes the next export of an entity to a source data format a full export ({@code ResetVersionToken}). Returns
     * whether the service did so.
     */
    boolean resetVersionToken(String dataProject, String entity, String source);

    /**
     * Prepares data management in a new environment, where it has no entities yet ({@code InitializeDataManagement}).
     */
    void initialize();

    /**
     * Returns an address to upload a package to ({@code GetAzureWriteUrl}), valid for about half an hour.
     */
    WriteUrl writeUrl(String uniqueFileName);

    /**
     * Returns the address of an exported package ({@code GetExportedPackageUrl}), or empty until it is written.
     */
    Optional<SignedUrl> exportedPackageUrl(ExecutionId execution);

    /**
     * Generates the file of keys that failed between staging and the target of an entity
     * ({@code GenerateImportTargetErrorKeysFile}). Returns whether there are any.
     */
    boolean generateErrorKeys(ExecutionId execution, String entity);

    /**
     * Returns the address of the file of failed keys ({@code GetImportTargetErrorKeysFileUrl}), or empty until it is
     * written.
     */
    Optional<SignedUrl> errorKeysUrl(ExecutionId execution, String entity);

    /**
     * Returns the address of the file of rows that failed before staging ({@code GetImportStagingErrorFileUrl}), or
     * empty if there is none.
     */
    Optional<SignedUrl> stagingErrorsUrl(ExecutionId execution, String entity);

    /**
     * Starts the import of an uploaded package ({@code ImportFromPackage} or another {@link ImportAction}) and returns
     * the id of the execution. The client chooses an id if the request has none. Waits for other imports of the same
     * data project in this client. Never repeated once the response may have been lost; {@link #newImport} finds out
     * what happened.
     *
     * @throws io.github.d365fo.connector.error.TransportException with {@code Outcome.UNKNOWN} if no response came; the
     *     message names the execution id to ask for
     */
    ExecutionId importFromPackage(SignedUrl packageUrl, ImportRequest request);

    /**
     * Starts an export ({@code ExportToPackage} or another {@link ExportAction}) and returns the id of the execution.
     * The client chooses an id if the request has none. Never repeated once the response may have been lost;
     * {@link #newExport} finds out what happened.
     *
     * @throws io.github.d365fo.connector.error.TransportException with {@code Outcome.UNKNOWN} if no response came; the
     *     message names the execution id to ask for
     */
    ExecutionId exportToPackage(ExportRequest request);

    /**
     * Downloads the package of an export that has ended, in whatever state, into {@code target}, waiting up to
     * {@code atMost} for its address. The target appears only as a complete zip
     * ({@link io.github.d365fo.connector.ConnectorClientBuilder#packageCheck}). An existing target is kept if it is the
     * same file, as with {@link io.github.d365fo.connector.RecurringJob#download}.
     *
     * @throws io.github.d365fo.connector.error.IntegrityException if the response is not a complete package
     * @throws io.github.d365fo.connector.error.ProcessingTimeoutException if there is no address by then
     */
    DownloadedFile downloadPackage(ExecutionId execution, Path target, Duration atMost);

    /**
     * Downloads as {@link #downloadPackage(ExecutionId, Path, Duration)} does, and treats an existing target as
     * {@code existing} says.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default DownloadedFile downloadPackage(
            ExecutionId execution, Path target, ExistingTarget existing, Duration atMost) {
        throw new UnsupportedOperationException("downloadPackage with ExistingTarget");
    }

    /**
     * Downloads the file of an entity's rows that failed before staging into {@code target}; empty if there is none. An
     * existing target is kept if it is the same file.
     */
    Optional<DownloadedFile> downloadStagingErrors(ExecutionId execution, String entity, Path target);

    /**
     * Downloads as {@link #downloadStagingErrors(ExecutionId, String, Path)} does, and treats an existing target as
     * {@code existing} says.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default Optional<DownloadedFile> downloadStagingErrors(
            ExecutionId execution, String entity, Path target, ExistingTarget existing) {
        throw new UnsupportedOperationException("downloadStagingErrors with ExistingTarget");
    }

    /**
     * Generates the file of an entity's keys that failed between staging and target and downloads it into
     * {@code target}, waiting up to {@code atMost} for its address; empty if no key failed. An existing target is kept
     * if it is the same file.
     */
    Optional<DownloadedFile> downloadErrorKeys(ExecutionId execution, String entity, Path target, Duration atMost);

    /**
     * Downloads as {@link #downloadErrorKeys(ExecutionId, String, Path, Duration)} does, and treats an existing target
     * as {@code existing} says.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default Optional<DownloadedFile> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, ExistingTarget existing, Duration atMost) {
        throw new UnsupportedOperationException("downloadErrorKeys with ExistingTarget");
    }

    /**
     * Returns the outcome of a package import: state, entities, failed rows, page and advice. Each is requested
     * separately; {@link ImportOutcome#gaps()} lists what could not be read. The call fails only if nothing could be
     * read.
     */
    ImportOutcome outcome(ExecutionId execution);

    /**
     * Returns the outcome of a message of a recurring job. {@link io.github.d365fo.connector.RecurringJob#outcome}
     * returns more, since it can ask for the job status.
     */
    ImportOutcome outcome(MessageId message);

    /**
     * Returns an import of {@code packageFile}. Nothing is sent until you call {@code await}.
     *
     * @throws IllegalArgumentException if the request has {@code execute(false)}, since such an import never ends
     */
    ImportOperation newImport(Payload packageFile, ImportRequest request);

    /**
     * Returns an import that may have been started before, perhaps by another process: {@code request} must have its
     * execution id. The operation first asks for up to ten minutes whether the service knows the execution, and starts
     * it only if not.
     *
     * @throws IllegalArgumentException if the request has no execution id, or has {@code execute(false)}
     */
    ImportOperation resumeImport(Payload packageFile, ImportRequest request);

    /**
     * Returns an import that was certainly started before. The operation follows it to its end and never starts it
     * again; it fails if the service does not know the execution after ten minutes.
     */
    ImportOperation resumeImport(ExecutionId execution);

    /** Returns an export. Nothing is sent until you call {@code download}. */
    ExportOperation newExport(ExportRequest request);

    /**
     * Returns an export that may have been started before, perhaps by another process: {@code request} must have its
     * execution id. The operation first asks for up to ten minutes whether the service knows the execution, and starts
     * it only if not.
     *
     * @throws IllegalArgumentException if the request has no execution id
     */
    ExportOperation resumeExport(ExportRequest request);

    /**
     * Returns an export that was certainly started before. The operation follows it to its end and never starts it
     * again; it fails if the service does not know the execution after ten minutes.
     */
    ExportOperation resumeExport(ExecutionId execution);
}

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

/**
 * The package API of data management: its OData actions, one method each, and what is made of them. It works with data
 * packages, in the cloud and on-premises ("Data management package REST API"). Parameters carry the field's names here:
 * a data project, given by its name, is what the service calls {@code definitionGroupId}, an entity is given by its
 * label, and a company is a {@code legalEntityId}.
 *
 * <p>Every call blocks its thread until it is over, works in that thread, and ends at once with a
 * {@link io.github.d365fo.connector.error.TransportException} when the thread is interrupted. All failures are
 * {@link io.github.d365fo.connector.error.ConnectorException}s. Thread-safe.
 */
public interface DataManagement {
    /**
     * Returns the state of a message of a recurring job ({@code GetMessageStatus}).
     */
    MessageStatus messageStatus(MessageId message);

    /**
     * Returns the execution that a message led to ({@code GetExecutionIdByMessageId}), or empty as long as the batch has not
     * picked it up.
     */
    Optional<ExecutionId> executionId(MessageId message);

    /**
     * Returns how far an execution is ({@code GetExecutionSummaryStatus}).
     *
     * @throws io.github.d365fo.connector.error.ServiceException if the service does not know the execution, which it may
     *     not do for some time after a start, either
     */
    ExecutionStatus executionStatus(ExecutionId execution);

    /**
     * Returns the rows of an execution that failed ({@code GetExecutionErrors}); none also if it failed before it came to its
     * rows, or if its staging was cleaned up. Of very many rows it returns the first: 10,000 of them, or fewer if their
     * texts have more than 4 Mi characters together. {@link ImportOutcome#errorCount()} tells how many there are, and the
     * files of errors hold them all. Where the service's answer breaks off among the rows, those before are returned.
     */
    List<ExecutionError> executionErrors(ExecutionId execution);

    /**
     * Returns what became of each entity of an execution ({@code GetEntityExecutionSummaryStatusList}). The form of its
     * answer is not documented: see {@link EntityStatus#listFromJson}.
     */
    List<EntityStatus> entityStatuses(ExecutionId execution);

    /**
     * Returns the address of an execution's page, for people ({@code GetExecutionSummaryPageUrl}), or empty if there is none.
     */
    Optional<URI> executionPage(ExecutionId execution);

    /**
     * Deletes the history of an execution, its staging included ({@code DeleteExecutionHistoryJob}).
     */
    void deleteExecutionHistory(ExecutionId execution);

    /**
     * Returns in which order entities, given by their labels, should run ({@code GetEntitySequence}), as the service writes
     * it: the form is not documented.
     */
    String entitySequence(List<String> entities);

    /**
     * Makes the next export of an entity to a source data format a full one ({@code ResetVersionToken}); returns whether the
     * service did so.
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
     * Returns the address of an exported package ({@code GetExportedPackageUrl}), or empty as long as it is not written.
     */
    Optional<SignedUrl> exportedPackageUrl(ExecutionId execution);

    /**
     * Has the file of the keys written that failed on their way to the target of an entity
     * ({@code GenerateImportTargetErrorKeysFile}); returns whether there are any.
     */
    boolean generateErrorKeys(ExecutionId execution, String entity);

    /**
     * Returns the address of that file ({@code GetImportTargetErrorKeysFileUrl}), or empty as long as it is not written.
     */
    Optional<SignedUrl> errorKeysUrl(ExecutionId execution, String entity);

    /**
     * Returns the address of the file of rows that failed on their way to staging ({@code GetImportStagingErrorFileUrl}), or
     * empty if there is none.
     */
    Optional<SignedUrl> stagingErrorsUrl(ExecutionId execution, String entity);

    /**
     * Imports an uploaded package ({@code ImportFromPackage} or another {@link ImportAction}) and returns the id of the
     * execution, which then runs. The client gives the execution an id if the request has none. Waits for other imports
     * of the same data project in this client. Never sent again once its answer may have been lost; {@link #newImport} is
     * the operation that finds out.
     *
     * @throws io.github.d365fo.connector.error.TransportException with {@code Outcome.UNKNOWN} if no answer came; the
     *     message names the execution id to ask for
     */
    ExecutionId importFromPackage(SignedUrl packageUrl, ImportRequest request);

    /**
     * Starts an export ({@code ExportToPackage} or another {@link ExportAction}) and returns the id of the execution, which
     * then runs. The client gives the execution an id if the request has none. Never sent again once its answer may have
     * been lost; {@link #newExport} is the operation that finds out.
     *
     * @throws io.github.d365fo.connector.error.TransportException with {@code Outcome.UNKNOWN} if no answer came; the
     *     message names the execution id to ask for
     */
    ExecutionId exportToPackage(ExportRequest request);

    /**
     * Downloads the package of an export that has ended, whatever its state, into {@code target}, waiting up to
     * {@code atMost} for its address. It appears there only as a whole zip
     * ({@link io.github.d365fo.connector.ConnectorClientBuilder#packageCheck}). A target that exists is kept if it is the
     * same file, as with {@link io.github.d365fo.connector.RecurringJob#download}.
     *
     * @throws io.github.d365fo.connector.error.IntegrityException if what came is no whole package
     * @throws io.github.d365fo.connector.error.ProcessingTimeoutException if there is no address by then
     */
    DownloadedFile downloadPackage(ExecutionId execution, Path target, Duration atMost);

    /**
     * Downloads as {@link #downloadPackage(ExecutionId, Path, Duration)} does, and does with a target that exists what
     * {@code existing} says.
     *
     * @throws UnsupportedOperationException if this is an implementation that is older than this method
     */
    default DownloadedFile downloadPackage(
            ExecutionId execution, Path target, ExistingTarget existing, Duration atMost) {
        throw new UnsupportedOperationException("downloadPackage with ExistingTarget");
    }

    /**
     * Downloads the file of the rows of an entity that failed on their way to staging into {@code target}; empty if there is
     * none. A target that exists is kept if it is the same file.
     */
    Optional<DownloadedFile> downloadStagingErrors(ExecutionId execution, String entity, Path target);

    /**
     * Downloads as {@link #downloadStagingErrors(ExecutionId, String, Path)} does, and does with a target that exists what
     * {@code existing} says.
     *
     * @throws UnsupportedOperationException if this is an implementation that is older than this method
     */
    default Optional<DownloadedFile> downloadStagingErrors(
            ExecutionId execution, String entity, Path target, ExistingTarget existing) {
        throw new UnsupportedOperationException("downloadStagingErrors with ExistingTarget");
    }

    /**
     * Has the file of the keys of an entity that failed on their way to the target written and downloads it into
     * {@code target}, waiting up to {@code atMost} for its address; empty if no key failed. A target that exists is kept if
     * it is the same file.
     */
    Optional<DownloadedFile> downloadErrorKeys(ExecutionId execution, String entity, Path target, Duration atMost);

    /**
     * Downloads as {@link #downloadErrorKeys(ExecutionId, String, Path, Duration)} does, and does with a target that exists
     * what {@code existing} says.
     *
     * @throws UnsupportedOperationException if this is an implementation that is older than this method
     */
    default Optional<DownloadedFile> downloadErrorKeys(
            ExecutionId execution, String entity, Path target, ExistingTarget existing, Duration atMost) {
        throw new UnsupportedOperationException("downloadErrorKeys with ExistingTarget");
    }

    /**
     * Returns what became of a package import: state, entities, failed rows, page and advice. Each is asked for by
     * itself; what can't be learned is in {@link ImportOutcome#gaps()} and takes nothing away from the rest. Only if
     * nothing at all can be learned the call fails.
     */
    ImportOutcome outcome(ExecutionId execution);

    /**
     * Returns what became of a message of a recurring job. {@link io.github.d365fo.connector.RecurringJob#outcome} knows
     * more, since it can ask for the job's status.
     */
    ImportOutcome outcome(MessageId message);

    /**
     * Returns the import of {@code packageFile}; nothing is sent before it is awaited.
     *
     * @throws IllegalArgumentException if the request says {@code execute(false)}, since such an import has no end
     */
    ImportOperation newImport(Payload packageFile, ImportRequest request);

    /**
     * Returns an import that may have been begun before, perhaps by another process: {@code request} must hold the
     * execution id it had. It first asks whether the service knows the execution, for ten minutes, and begins anew only
     * if not.
     *
     * @throws IllegalArgumentException if the request holds no execution id or says {@code execute(false)}
     */
    ImportOperation resumeImport(Payload packageFile, ImportRequest request);

    /**
     * Returns an import that was certainly begun before. It is followed to its end and never begun anew; if the service
     * does not know it, that is an error after ten minutes.
     */
    ImportOperation resumeImport(ExecutionId execution);

    /** Returns an export; nothing is sent before its package is asked for. */
    ExportOperation newExport(ExportRequest request);

    /**
     * Returns an export that may have been begun before, perhaps by another process: {@code request} must hold the
     * execution id it had. It first asks whether the service knows the execution, for ten minutes, and begins anew only
     * if not.
     *
     * @throws IllegalArgumentException if the request holds no execution id
     */
    ExportOperation resumeExport(ExportRequest request);

    /**
     * Returns an export that was certainly begun before. It is followed to its end and never begun anew; if the service
     * does not know it, that is an error after ten minutes.
     */
    ExportOperation resumeExport(ExecutionId execution);
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An export, from its start to the downloaded package. Get one from {@link DataManagement#newExport}; after a restart
 * of the process, from {@link DataManagement#resumeExport}.
 *
 * <p>The execution has an id before anything is sent. Store {@link #executionId()} and the {@link ExportRequest} where
 * they outlive the process, and no export runs twice; with change tracking, a second run would lose the changes of the
 * first. Whenever it is unknown whether the export started, the operation asks for its own execution id, as an
 * {@link ImportOperation} does.
 *
 * <p>Thread-safe; one call works at a time.
 */
public interface ExportOperation {
    /** Returns the id of the execution, which the client chose unless the service returned another. */
    ExecutionId executionId();

    /** Returns the current step of the operation. */
    ExecutionStep step();

    /** Does the remaining steps: {@link #download(Path, Duration, TransferListener)} without progress. */
    default DownloadedFile download(Path target, Duration atMost) {
        return download(target, atMost, TransferListener.none());
    }

    /**
     * Does the remaining steps of the export, waits for its end and downloads the package into {@code target}, as
     * {@link io.github.d365fo.connector.RecurringJob#download} does. An address that expires meanwhile is replaced, up
     * to twice. After a failure you can call this again; it continues where it stopped.
     *
     * @param target where to store the package; an existing file is kept if it is the same package, else the download
     *     fails
     * @param atMost how long to wait for the end of the execution and for the package's address
     * @param progress receives the number of downloaded bytes
     * @throws io.github.d365fo.connector.error.ExecutionFailedException if the export does not succeed as a whole; use
     *     {@link DataManagement#downloadPackage} to fetch the part that did
     * @throws io.github.d365fo.connector.error.ProcessingTimeoutException if {@code atMost} passes first; the export
     *     continues in F&amp;O
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    DownloadedFile download(Path target, Duration atMost, TransferListener progress);

    /**
     * Downloads as {@link #download(Path, Duration, TransferListener)} does, and treats an existing target as
     * {@code existing} says.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default DownloadedFile download(Path target, ExistingTarget existing, Duration atMost, TransferListener progress) {
        throw new UnsupportedOperationException("download with ExistingTarget");
    }
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An export from its start to the package on the disk. Get one from {@link DataManagement#newExport}; after a restart
 * of the process, from {@link DataManagement#resumeExport}.
 *
 * <p>The execution has an id before anything is sent: keep {@link #executionId()} and {@link ExportRequest} somewhere
 * that outlives the process, and no export runs twice, which with change tracking would lose the changes of the first.
 * Whenever it is not known whether the export began, the operation asks for its own execution id as an
 * {@link ImportOperation} does.
 *
 * <p>Thread-safe; one call works at a time.
 */
public interface ExportOperation {
    /** Returns the id of the execution, which is chosen by this side unless the service answers with another. */
    ExecutionId executionId();

    /** Returns where the operation is. */
    ExecutionStep step();

    /** Does what is left: {@link #download(Path, Duration, TransferListener)} without progress. */
    default DownloadedFile download(Path target, Duration atMost) {
        return download(target, atMost, TransferListener.none());
    }

    /**
     * Does what is left of the export, waits for its end and downloads the package into {@code target}, as
     * {@link io.github.d365fo.connector.RecurringJob#download} does. An address that ends meanwhile is replaced, twice.
     * After a failure it may be called again and goes on where it was.
     *
     * @param target where the package is to lie; if it exists it is kept if it is the same package, and refused if not
     * @param atMost how long to wait for the end of the execution and for the package's address
     * @param progress hears how many bytes were downloaded
     * @throws io.github.d365fo.connector.error.ExecutionFailedException if the export does not succeed as a whole; the
     *     part that did can be had with {@link DataManagement#downloadPackage}
     * @throws io.github.d365fo.connector.error.ProcessingTimeoutException if {@code atMost} passes first; the export goes
     *     on over there
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    DownloadedFile download(Path target, Duration atMost, TransferListener progress);

    /**
     * Downloads as {@link #download(Path, Duration, TransferListener)} does, and does with a target that exists what
     * {@code existing} says.
     *
     * @throws UnsupportedOperationException if this is an implementation that is older than this method
     */
    default DownloadedFile download(Path target, ExistingTarget existing, Duration atMost, TransferListener progress) {
        throw new UnsupportedOperationException("download with ExistingTarget");
    }
}

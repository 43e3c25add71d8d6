package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An {@link ExportOperation} whose call returns a future. Cancelling the future stops the client; an execution that
 * F&amp;O has started continues. Thread-safe.
 */
public interface AsyncExportOperation {
    /** Returns the id of the execution: {@link ExportOperation#executionId()}. */
    ExecutionId executionId();

    /** Returns the current step of the operation. */
    ExecutionStep step();

    /** Does the remaining steps: {@link ExportOperation#download(Path, Duration)}. */
    default CompletableFuture<DownloadedFile> download(Path target, Duration atMost) {
        return download(target, atMost, TransferListener.none());
    }

    /** Does the remaining steps: {@link ExportOperation#download(Path, Duration, TransferListener)}. */
    CompletableFuture<DownloadedFile> download(Path target, Duration atMost, TransferListener progress);

    /**
     * Does the remaining steps: {@link ExportOperation#download(Path, ExistingTarget, Duration, TransferListener)}.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default CompletableFuture<DownloadedFile> download(
            Path target, ExistingTarget existing, Duration atMost, TransferListener progress) {
        throw new UnsupportedOperationException("download with ExistingTarget");
    }
}

package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.AsyncExportOperation;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.internal.transfer.Landing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An asynchronous export. */
final class DefaultAsyncExportOperation implements AsyncExportOperation {
    private final ExportRun run;

    DefaultAsyncExportOperation(ExportRun run) {
        this.run = run;
    }

    @Override
    public ExecutionId executionId() {
        return run.execution();
    }

    @Override
    public ExecutionStep step() {
        return run.step();
    }

    @Override
    public CompletableFuture<DownloadedFile> download(Path target, Duration atMost, TransferListener progress) {
        return download(target, ExistingTarget.KEEP_IF_SAME, atMost, progress);
    }

    @Override
    public CompletableFuture<DownloadedFile> download(
            Path target, ExistingTarget existing, Duration atMost, TransferListener progress) {
        Landing landing = new Landing(target, existing);
        return run.calls().async(Operation.EXPORT_PACKAGE, atMost, call -> run.run(call, landing, atMost, progress));
    }

    /** Returns the execution and the step. */
    @Override
    public String toString() {
        return "AsyncExportOperation[" + executionId() + ", " + step() + "]";
    }
}

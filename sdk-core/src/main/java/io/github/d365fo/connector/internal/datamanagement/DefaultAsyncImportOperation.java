package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.AsyncImportOperation;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An asynchronous import. */
final class DefaultAsyncImportOperation implements AsyncImportOperation {
    private final ImportRun run;

    DefaultAsyncImportOperation(ImportRun run) {
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
    public CompletableFuture<ImportOutcome> await(Duration atMost, TransferListener progress) {
        return run.calls().async(Operation.IMPORT_PACKAGE, atMost, call -> run.run(call, atMost, progress));
    }

    /** Returns the execution and the step. */
    @Override
    public String toString() {
        return "AsyncImportOperation[" + executionId() + ", " + step() + "]";
    }
}

package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.AsyncImportOperation;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Face;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The asynchronous face of an import. */
final class DefaultAsyncImportOperation implements AsyncImportOperation {
    private final ImportRun run;
    private final Face face;

    DefaultAsyncImportOperation(ImportRun run, Face face) {
        this.run = run;
        this.face = face;
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
        return Calls.cancellable(
                Operation.IMPORT_PACKAGE, run.scope(atMost), scope -> run.run(face, scope, atMost, progress));
    }

    /** Returns the execution and the step. */
    @Override
    public String toString() {
        return "AsyncImportOperation[" + executionId() + ", " + step() + "]";
    }
}

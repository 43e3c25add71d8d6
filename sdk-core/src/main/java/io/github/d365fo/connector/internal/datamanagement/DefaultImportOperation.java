package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ImportOperation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.time.Duration;

/** A blocking import. */
final class DefaultImportOperation implements ImportOperation {
    private final ImportRun run;

    DefaultImportOperation(ImportRun run) {
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
    public ImportOutcome await(Duration atMost, TransferListener progress) {
        return run.calls().blocking(Operation.IMPORT_PACKAGE, atMost, call -> run.run(call, atMost, progress));
    }

    /** Returns the execution and the step. */
    @Override
    public String toString() {
        return "ImportOperation[" + executionId() + ", " + step() + "]";
    }
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An {@link ImportOperation} whose call returns a future. Cancelling the future stops the client; an execution that
 * F&amp;O has started continues. Thread-safe.
 */
public interface AsyncImportOperation {
    /** Returns the id of the execution: {@link ImportOperation#executionId()}. */
    ExecutionId executionId();

    /** Returns the current step of the operation. */
    ExecutionStep step();

    /** Does the remaining steps: {@link ImportOperation#await(Duration)}. */
    default CompletableFuture<ImportOutcome> await(Duration atMost) {
        return await(atMost, TransferListener.none());
    }

    /** Does the remaining steps: {@link ImportOperation#await(Duration, TransferListener)}. */
    CompletableFuture<ImportOutcome> await(Duration atMost, TransferListener progress);
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An {@link ImportOperation} whose call answers with a future. Cancelling it ends the work on this side; what F&amp;O has
 * begun goes on. Thread-safe.
 */
public interface AsyncImportOperation {
    /** Returns the id of the execution: {@link ImportOperation#executionId()}. */
    ExecutionId executionId();

    /** Returns where the operation is. */
    ExecutionStep step();

    /** Does what is left: {@link ImportOperation#await(Duration)}. */
    default CompletableFuture<ImportOutcome> await(Duration atMost) {
        return await(atMost, TransferListener.none());
    }

    /** Does what is left: {@link ImportOperation#await(Duration, TransferListener)}. */
    CompletableFuture<ImportOutcome> await(Duration atMost, TransferListener progress);
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.time.Duration;

/**
 * An import of a package, from its upload to its outcome. Get one from {@link DataManagement#newImport}; after a
 * restart of the process, from {@link DataManagement#resumeImport}.
 *
 * <p>The execution has an id before anything is sent. Store {@link #executionId()} and the {@link ImportRequest} where
 * they outlive the process, and nothing is imported twice. Whenever it is unknown whether the import started (its
 * response was lost, the process ended), the operation asks for the status of its own execution id, for ten minutes,
 * since an import may run that long before the service shows it. Only if the service still does not know the id does
 * the operation upload and import the package again, once.
 *
 * <p>Thread-safe; one call works at a time.
 */
public interface ImportOperation {
    /** Returns the id of the execution, which the client chose unless the service returned another. */
    ExecutionId executionId();

    /** Returns the current step of the operation. */
    ExecutionStep step();

    /** Does the remaining steps and waits for the end: {@link #await(Duration, TransferListener)} without progress. */
    default ImportOutcome await(Duration atMost) {
        return await(atMost, TransferListener.none());
    }

    /**
     * Does the remaining steps of the import, waits for its end and returns its outcome: check
     * {@link ImportOutcome#isSuccess()}. Waits for other imports of the same data project in this client, which F&amp;O
     * can't run in parallel; uploads; starts the execution; polls its state at once, then after 1 second, doubling to
     * 30. An address that expires during the upload is replaced, up to twice. After a failure you can call this again;
     * it continues where it stopped.
     *
     * @param atMost how long to wait for the end of the execution, including the steps before it
     * @param progress receives the number of uploaded bytes
     * @throws io.github.d365fo.connector.error.ServiceException if the service rejects the import; known reasons are
     *     explained
     * @throws io.github.d365fo.connector.error.ProcessingTimeoutException if {@code atMost} passes first; the import
     *     continues in F&amp;O
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    ImportOutcome await(Duration atMost, TransferListener progress);
}

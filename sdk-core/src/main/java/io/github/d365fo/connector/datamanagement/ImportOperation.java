package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.dequeue.TransferListener;
import java.time.Duration;

/**
 * The import of a package from its upload to its outcome. Get one from {@link DataManagement#newImport}; after a
 * restart of the process, from {@link DataManagement#resumeImport}.
 *
 * <p>The execution has an id before anything is sent: keep {@link #executionId()} and {@link ImportRequest} somewhere
 * that outlives the process, and nothing is imported twice. Whenever it is not known whether the import began (its
 * answer was lost, the process ended), the operation asks for the status of its own execution id, for ten minutes,
 * since an import may work that long before the service shows it. Only if the service still does not know the id then
 * is the package uploaded and imported again, once.
 *
 * <p>Thread-safe; one call works at a time.
 */
public interface ImportOperation {
    /** Returns the id of the execution, which is chosen by this side unless the service answers with another. */
    ExecutionId executionId();

    /** Returns where the operation is. */
    ExecutionStep step();

    /** Does what is left and waits for the end: {@link #await(Duration, TransferListener)} without progress. */
    default ImportOutcome await(Duration atMost) {
        return await(atMost, TransferListener.none());
    }

    /**
     * Does what is left of the import, waits for its end and returns its outcome: check
     * {@link ImportOutcome#isSuccess()}. Waits for other imports of the same data project in this client, which F&amp;O
     * can't run side by side; uploads; starts; asks for the state at once, then after 1 second, doubling to 30. An
     * address that ends while the package is uploaded is replaced, twice. After a failure it may be called again and goes
     * on where it was.
     *
     * @param atMost how long to wait for the end of the execution, the steps before it included
     * @param progress hears how many bytes were uploaded
     * @throws io.github.d365fo.connector.error.ServiceException if the service refuses; what it is known to refuse is
     *     explained
     * @throws io.github.d365fo.connector.error.ProcessingTimeoutException if {@code atMost} passes first; the import goes
     *     on over there
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    ImportOutcome await(Duration atMost, TransferListener progress);
}

package io.github.d365fo.connector.internal.flow;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.call.Calls;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Starts an execution only once, even if the response of a start is lost: it then asks whether the service knows the
 * execution's id, which the client chose, and starts it again only if not. An operation keeps it over all its attempts;
 * one attempt uses it at a time.
 */
public final class StartOnce {
    /** The first start and one more. */
    private static final int MOST_STARTS = 2;

    private volatile boolean possiblyStarted;

    /** Whether a start was ever in doubt: then even an error of the next start does not prove that nothing runs. */
    private volatile boolean doubted;

    private int starts;

    /** Creates the start of an execution; {@code possiblyStarted} if it may have been started before. */
    public StartOnce(boolean possiblyStarted) {
        this.possiblyStarted = possiblyStarted;
    }

    /** The steps of an operation. */
    public interface Steps {
        /** Starts the execution; calls {@link StartOnce#sending()} before the request that does it. */
        CompletableFuture<ExecutionId> start();

        /** Asks whether the service knows the execution: empty if it does, else its error, after a grace period. */
        CompletableFuture<Optional<ConnectorException>> check();

        /** Returns the id of the execution. */
        ExecutionId execution();

        /** Returns whether it can be started again. */
        boolean isRepeatable();
    }

    /** Notes that from here on the execution may have started. */
    public void sending() {
        possiblyStarted = true;
    }

    /** Returns the id of the execution once it has started. */
    public CompletableFuture<ExecutionId> run(Steps steps) {
        starts = 0;
        return possiblyStarted ? check(steps, null) : start(steps);
    }

    private CompletableFuture<ExecutionId> start(Steps steps) {
        starts++;
        return steps.start().exceptionallyCompose(failure -> judge(steps, Calls.unwrap(failure)));
    }

    private CompletableFuture<ExecutionId> judge(Steps steps, Throwable failure) {
        if (!possiblyStarted || !(failure instanceof ConnectorException known)) {
            return CompletableFuture.failedFuture(failure);
        }
        if (known.outcome() != Outcome.UNKNOWN) {
            possiblyStarted = doubted;
            return CompletableFuture.failedFuture(failure);
        }
        return Calls.isEndedFromOutside(known) ? CompletableFuture.failedFuture(failure) : check(steps, known);
    }

    private CompletableFuture<ExecutionId> check(Steps steps, @Nullable ConnectorException lost) {
        doubted = true;
        return steps.check().thenCompose(unknown -> {
            if (unknown.isEmpty()) {
                return CompletableFuture.completedFuture(steps.execution());
            }
            if (!steps.isRepeatable() || starts >= MOST_STARTS) {
                return CompletableFuture.failedFuture(lost == null ? unknown.get() : lost);
            }
            possiblyStarted = false;
            return start(steps);
        });
    }
}

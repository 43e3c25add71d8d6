package io.github.d365fo.connector.internal.flow;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.call.Calls;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Starts an execution once, also when the answer of a start is lost: whether it began is asked for by its id, which this
 * side has chosen, and it is started again only if the service does not know that id. Kept by an operation over all its
 * tries; one try uses it at a time.
 */
public final class StartOnce {
    /** The first start and one more. */
    private static final int MOST_STARTS = 2;

    private volatile boolean possiblyStarted;

    /** Whether there ever was a doubt: then even a refusal of the next start does not prove that nothing runs. */
    private volatile boolean doubted;

    private int starts;

    /** Creates the launch of an execution; {@code possiblyStarted} if somebody may have started it before. */
    public StartOnce(boolean possiblyStarted) {
        this.possiblyStarted = possiblyStarted;
    }

    /** What an operation does for its launch. */
    public interface Steps {
        /** Starts the execution; calls {@link StartOnce#sending()} before the request that does it. */
        CompletableFuture<ExecutionId> start();

        /** Asks whether the service knows the execution: empty if it does, else its refusal, after a time of grace. */
        CompletableFuture<Optional<ConnectorException>> check();

        /** Returns the id of the execution. */
        ExecutionId execution();

        /** Returns whether it can be started again. */
        boolean isRepeatable();
    }

    /** From here on the execution may have begun. */
    public void sending() {
        possiblyStarted = true;
    }

    /** Returns the id of the execution when it has begun. */
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

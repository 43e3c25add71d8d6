package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.execution.Outcome;
import java.util.List;
import java.util.Objects;

/**
 * How an execution should end. Immutable and thread-safe.
 *
 * <pre>{@code
 * server.dataManagement().endNext(ExecutionOutcome.partiallySucceeded(
 *                 ErrorRow.target("10", "Number sequence Cust_1 is used up"))
 *         .records("Customer groups", 250));
 * ImportOutcome outcome = client.dataManagement()
 *         .newImport(Payload.ofBytes(zip), ImportRequest.of("Customer groups import"))
 *         .await(Duration.ofHours(1)); // takes no time
 * assert !outcome.isSuccess();
 * assert outcome.entities().get(0).targetRecords() == 249;
 * }</pre>
 *
 * <p>The numbers of records come from the data files of the package, or, for formats the fake can't count, are 1;
 * {@link #records} overrides both. For an entity with error rows, the files of staging errors and of error keys are
 * made from them unless you set them.
 */
public final class ExecutionOutcome {
    private final Outcome outcome;

    private ExecutionOutcome(Outcome outcome) {
        this.outcome = outcome;
    }

    /** Returns an outcome without errors: {@code Succeeded}. */
    public static ExecutionOutcome succeeded() {
        return of(FakeExecution.Status.SUCCEEDED);
    }

    /**
     * Returns the outcome {@code PartiallySucceeded}. Without error rows, one record failed for an unknown reason, as
     * after a cleanup of the staging table.
     */
    public static ExecutionOutcome partiallySucceeded(ErrorRow... errors) {
        Given.all("errors", errors);
        return of(FakeExecution.Status.PARTIALLY_SUCCEEDED, errors);
    }

    /**
     * Returns the outcome {@code Failed}: no record reaches its target. Without error rows the reason is unknown, as
     * when the mapping breaks before anything is staged.
     */
    public static ExecutionOutcome failed(ErrorRow... errors) {
        Given.all("errors", errors);
        return of(FakeExecution.Status.FAILED, errors);
    }

    /** Returns the outcome of an execution that somebody canceled: {@code Canceled}. */
    public static ExecutionOutcome canceled() {
        return of(FakeExecution.Status.CANCELED);
    }

    private static ExecutionOutcome of(FakeExecution.Status status, ErrorRow... errors) {
        return new ExecutionOutcome(Outcome.of(status, List.of(errors)));
    }

    /**
     * Returns a copy with this number of records for an entity.
     *
     * @throws IllegalArgumentException if {@code number} is negative
     */
    public ExecutionOutcome records(String entity, long number) {
        Objects.requireNonNull(entity, "entity");
        if (number < 0) {
            throw new IllegalArgumentException("records: expected zero or more, but got " + number);
        }
        return new ExecutionOutcome(outcome.records(entity, number));
    }

    /** Returns a copy with this file of staging errors ({@code GetImportStagingErrorFileUrl}). */
    public ExecutionOutcome stagingErrorFile(String entity, byte[] content) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(content, "content");
        return new ExecutionOutcome(outcome.stagingErrorFile(entity, content));
    }

    /** Returns a copy with this file of failed keys ({@code GetImportTargetErrorKeysFileUrl}). */
    public ExecutionOutcome targetErrorKeysFile(String entity, byte[] content) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(content, "content");
        return new ExecutionOutcome(outcome.targetErrorKeysFile(entity, content));
    }

    /** Returns the status that the execution ends with. */
    public FakeExecution.Status status() {
        return outcome.status();
    }

    /** Returns the error rows. */
    public List<ErrorRow> errors() {
        return outcome.errors();
    }

    Outcome model() {
        return outcome;
    }

    /** Returns the status and the number of error rows. */
    @Override
    public String toString() {
        return "ExecutionOutcome[" + status() + ", " + errors().size() + " error rows]";
    }
}

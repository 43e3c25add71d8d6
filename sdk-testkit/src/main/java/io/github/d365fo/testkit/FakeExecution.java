package io.github.d365fo.testkit;

import io.github.d365fo.connector.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * An execution, in the state it had when you asked for it. Immutable and thread-safe.
 *
 * <pre>{@code
 * server.faults().on(Operation.IMPORT_PACKAGE).inject(new Fault.ResetAfterReading()); // it ran, but nobody was told
 * client.dataManagement()
 *         .newImport(Payload.ofBytes(zip), ImportRequest.of("Customer groups import"))
 *         .await(Duration.ofHours(1));
 * List<FakeExecution> executions = server.dataManagement().executions();
 * assert executions.size() == 1; // so the package was not imported twice
 * assert executions.get(0).kind() == FakeExecution.Kind.IMPORT;
 * assert executions.get(0).status() == FakeExecution.Status.SUCCEEDED;
 * }</pre>
 *
 * @param id the execution id
 * @param kind what it does
 * @param project the name of the data project
 * @param company the legal entity, blank if none was named
 * @param startedAt when it was started, by the server's clock
 * @param status its status
 * @param entities the result of each entity; zeros while it runs
 * @param errors the errors so far
 */
public record FakeExecution(
        ExecutionId id,
        Kind kind,
        String project,
        String company,
        Instant startedAt,
        Status status,
        List<EntityResult> entities,
        List<ErrorRow> errors) {
    /** Copies the lists. */
    public FakeExecution {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(company, "company");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(status, "status");
        Given.all("entities", entities);
        Given.all("errors", errors);
        entities = List.copyOf(entities);
        errors = List.copyOf(errors);
    }

    /** What an execution does. */
    public enum Kind {
        /** Imports a package that was uploaded. */
        IMPORT,
        /** Exports a package. */
        EXPORT,
        /** Imports a message that was enqueued to a recurring job. */
        MESSAGE
    }

    /** The status of an execution ({@code GetExecutionSummaryStatus}). */
    public enum Status {
        /** It is not known yet: a request for its status fails with "Execution details were not found". */
        UNKNOWN("Unknown"),
        /** It waits for its batch, or was not started. */
        NOT_RUN("NotRun"),
        /** It runs. */
        EXECUTING("Executing"),
        /** It ended without errors. */
        SUCCEEDED("Succeeded"),
        /** It ended, and some records failed. */
        PARTIALLY_SUCCEEDED("PartiallySucceeded"),
        /** It ended, and no record reached its target. */
        FAILED("Failed"),
        /** Somebody canceled it. */
        CANCELED("Canceled");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the spelling of {@code GetExecutionSummaryStatus}, such as {@code PartiallySucceeded}. */
        public String wireName() {
            return wireName;
        }
    }
}

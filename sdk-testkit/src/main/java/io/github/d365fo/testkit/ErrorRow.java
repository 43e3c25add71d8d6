package io.github.d365fo.testkit;

import java.util.Objects;

/**
 * An error of a record, as {@code GetExecutionErrors} lists it. Immutable and thread-safe.
 *
 * <pre>{@code
 * ErrorRow missing = ErrorRow.target("479625", "Customer group 10 does not exist").field("CUSTOMERGROUPID");
 * server.importJob().endNext(ExecutionOutcome.partiallySucceeded(missing));
 * MessageId id = imports.enqueue(EnqueueRequest.of(Payload.ofBytes(zip)));
 * imports.awaitProcessed(id, Duration.ofMinutes(30));
 * ExecutionError error = client.dataManagement().outcome(id).errors().get(0);
 * assert error.recordId().equals(Optional.of("479625")); // what the integration has to report
 * }</pre>
 *
 * @param entity the label of the record's entity; blank for the first one of the execution
 * @param recordId the id of the record, blank if unknown
 * @param field the field that was wrong, blank if none is named
 * @param message what was wrong
 * @param inStaging whether it failed between the file and the staging table, rather than between the staging table and
 *     the target
 */
public record ErrorRow(String entity, String recordId, String field, String message, boolean inStaging) {
    /** Rejects null. */
    public ErrorRow {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(recordId, "recordId");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    /** Returns an error between the file and the staging table. */
    public static ErrorRow staging(String recordId, String message) {
        return new ErrorRow("", recordId, "", message, true);
    }

    /** Returns an error between the staging table and the target. */
    public static ErrorRow target(String recordId, String message) {
        return new ErrorRow("", recordId, "", message, false);
    }

    /** Returns a copy for a record of another entity. */
    public ErrorRow entity(String label) {
        return new ErrorRow(label, recordId, field, message, inStaging);
    }

    /** Returns a copy that names a field. */
    public ErrorRow field(String name) {
        return new ErrorRow(entity, recordId, name, message, inStaging);
    }
}

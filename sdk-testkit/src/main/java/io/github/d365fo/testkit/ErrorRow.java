package io.github.d365fo.testkit;

import java.util.Objects;

/**
 * An error that a record met, as {@code GetExecutionErrors} lists it. Immutable and thread-safe.
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
 * @param recordId what the record is known by, blank if that is not known
 * @param field the field that was wrong, blank if none is named
 * @param message what was wrong
 * @param inStaging whether it failed on its way from the file to the staging table, and not from there to its target
 */
public record ErrorRow(String entity, String recordId, String field, String message, boolean inStaging) {
    /** Refuses null. */
    public ErrorRow {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(recordId, "recordId");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    /** Returns an error on the way from the file to the staging table. */
    public static ErrorRow staging(String recordId, String message) {
        return new ErrorRow("", recordId, "", message, true);
    }

    /** Returns an error on the way from the staging table to the target. */
    public static ErrorRow target(String recordId, String message) {
        return new ErrorRow("", recordId, "", message, false);
    }

    /** Returns a copy for a record of another entity. */
    public ErrorRow entity(String label) {
        return new ErrorRow(label, recordId, field, message, inStaging);
    }

    /** Returns a copy that blames a field. */
    public ErrorRow field(String name) {
        return new ErrorRow(entity, recordId, name, message, inStaging);
    }
}

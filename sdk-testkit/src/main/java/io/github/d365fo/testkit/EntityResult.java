package io.github.d365fo.testkit;

import java.util.Objects;

/**
 * The result of an entity in an execution. Immutable and thread-safe.
 *
 * <pre>{@code
 * server.dataManagement().endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("20", "Group 20 is closed")));
 * client.dataManagement()
 *         .newImport(Payload.ofBytes(zip), ImportRequest.of("Customer groups import"))
 *         .await(Duration.ofHours(1));
 * EntityResult groups = server.dataManagement().executions().get(0).entities().get(0);
 * assert groups.entity().equals("Customer groups");
 * assert groups.stagingRecords() == 2 && groups.targetRecords() == 1 && groups.targetErrors() == 1;
 * }</pre>
 *
 * @param entity the label of the entity
 * @param stagingRecords how many records were read from the file
 * @param stagingErrors how many of them did not reach the staging table
 * @param targetRecords how many reached their target
 * @param targetErrors how many reached the staging table and not their target
 */
public record EntityResult(
        String entity, long stagingRecords, long stagingErrors, long targetRecords, long targetErrors) {
    /** Rejects null. */
    public EntityResult {
        Objects.requireNonNull(entity, "entity");
    }
}

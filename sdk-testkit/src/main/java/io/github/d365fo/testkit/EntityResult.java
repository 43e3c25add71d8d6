package io.github.d365fo.testkit;

/**
 * What became of an entity's records in an execution. Immutable and thread-safe.
 *
 * @param entity the label of the entity
 * @param stagingRecords how many records were read from the file
 * @param stagingErrors how many of them did not reach the staging table
 * @param targetRecords how many reached their target
 * @param targetErrors how many reached the staging table and not their target
 */
public record EntityResult(
        String entity, long stagingRecords, long stagingErrors, long targetRecords, long targetErrors) {}

package io.github.d365fo.connector.status;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of one entity of an import. Counts are zero where the service gives none.
 *
 * @param entity the entity's label
 * @param company the legal entity it was imported into, or empty if the service names none
 * @param stagingRecords the rows that reached staging
 * @param stagingStatus the state of staging in the service's spelling, or empty
 * @param stagingErrorCount the rows that failed on their way to staging
 * @param targetRecords the rows that reached their table
 * @param targetStatus the state of the target in the service's spelling, or empty
 * @param targetErrorCount the rows that failed on their way from staging
 * @param startedAt when it began, or empty if it has not
 * @param completedAt when it ended, or empty if it has not
 */
public record EntityStatus(
        String entity,
        Optional<String> company,
        long stagingRecords,
        Optional<String> stagingStatus,
        long stagingErrorCount,
        long targetRecords,
        Optional<String> targetStatus,
        long targetErrorCount,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt) {}

package io.github.d365fo.connector.status;

import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.JsonObject;
import io.github.d365fo.connector.internal.wire.ODataAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The status of one entity of an import. Counts are zero if the service reports none.
 *
 * @param entity the entity's label
 * @param company the legal entity it was imported into, or empty if the service names none
 * @param stagingRecords the rows that reached staging
 * @param stagingStatus the state of staging in the service's spelling, or empty
 * @param stagingErrorCount the rows that failed before staging
 * @param targetRecords the rows that reached the target table
 * @param targetStatus the state of the target in the service's spelling, or empty
 * @param targetErrorCount the rows that failed between staging and target
 * @param startedAt when it started, or empty if it has not
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
        Optional<Instant> completedAt) {
    private static final List<String> STATES = List.of(
            "NotStarted",
            "Waiting",
            "Executing",
            "Error",
            "Finished",
            "Ready",
            "NotRun",
            "Cancelling",
            "Canceled",
            "Hold");

    /** Rejects null. */
    public EntityStatus {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(company, "company");
        Objects.requireNonNull(stagingStatus, "stagingStatus");
        Objects.requireNonNull(targetStatus, "targetStatus");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(completedAt, "completedAt");
    }

    /**
     * Parses a response of {@code GetEntityExecutionSummaryStatusList}. Its format is not documented: this method
     * accepts objects with the fields of <em>jobstatus</em>, or with {@code TotalRecords}, {@code SuccessRecords} and
     * {@code ErrorRecords}, directly or as JSON in strings; any other string is kept as the entity.
     *
     * @throws IllegalArgumentException if {@code json} is something else
     */
    public static List<EntityStatus> listFromJson(String json) {
        Objects.requireNonNull(json, "json");
        try {
            List<EntityStatus> entities = new ArrayList<>();
            for (JsonObject item : ODataAnswer.of(json).objects("EntityName")) {
                entities.add(of(item));
            }
            return List.copyOf(entities);
        } catch (JsonException e) {
            throw new IllegalArgumentException("entity status: " + e.getMessage(), e);
        }
    }

    static EntityStatus of(JsonObject detail) throws JsonException {
        return new EntityStatus(
                detail.text("EntityName").orElse(""),
                detail.text("Company"),
                detail.number(either(detail, "StagingRecords", "TotalRecords")),
                detail.text("StagingStatus").map(EntityStatus::stateName),
                detail.number("StagingErrorCount"),
                detail.number(either(detail, "TargetRecords", "SuccessRecords")),
                detail.text(either(detail, "TargetStatus", "Status")).map(EntityStatus::stateName),
                detail.number(either(detail, "TargetErrorCount", "ErrorRecords")),
                detail.time(either(detail, "ExecutionStartedDateTime", "ExecutionStartDateTime")),
                detail.time(either(detail, "ExecutionCompletedDateTime", "ExecutionEndDateTime")));
    }

    /** The first name is that of jobstatus, the second what a public client saw from the other action. */
    private static String either(JsonObject detail, String name, String otherName) {
        return detail.has(name) ? name : otherName;
    }

    /** Names the numbers of the contract assembly's EntityExecutionState; names and unknown numbers stay. */
    private static String stateName(String raw) {
        return raw.matches("[0-9]") ? STATES.get(Integer.parseInt(raw)) : raw;
    }
}

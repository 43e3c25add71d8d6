package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The entities that scripts read beside the actions: data projects, the entities of each execution, and legal entities,
 * with the fields that public scripts use. Thread-safe.
 */
final class EntitySets {
    static final String PROJECTS = "DataManagementDefinitionGroups";
    private static final String LEGAL_ENTITIES = "LegalEntities";
    private static final String LEGAL_ENTITY_ID = "LegalEntityId";
    private static final Instant NEVER = Instant.parse("1900-01-01T00:00:00Z");

    private final ProjectStore store;
    private final Jobs jobs;
    private final List<EntitySet> sets;

    EntitySets(ProjectStore store, Jobs jobs) {
        this.store = store;
        this.jobs = jobs;
        Map<String, String> project = new LinkedHashMap<>();
        List.of("Name", "Description", "OperationType", "ProjectCategory")
                .forEach(name -> project.put(name, EntitySet.TEXT));
        Map<String, String> detail = new LinkedHashMap<>();
        List.of("DefinitionGroupId", "JobId", "EntityName", "StagingStatus", "TargetStatus")
                .forEach(name -> detail.put(name, EntitySet.TEXT));
        List.of(
                        "StagingRecordsToBeProcessedCount",
                        "StagingRecordsCreatedCount",
                        "TargetRecordsCreatedCount",
                        "TargetRecordsUpdatedCount")
                .forEach(name -> detail.put(name, EntitySet.NUMBER));
        List.of("StagingStartDateTime", "TargetStartDateTime").forEach(name -> detail.put(name, EntitySet.TIME));
        this.sets = List.of(
                new EntitySet(PROJECTS, "DataManagementDefinitionGroup", List.of("Name"), project, this::projects),
                new EntitySet(
                        "DataManagementExecutionJobDetails",
                        "DataManagementExecutionJobDetail",
                        List.of("JobId", "DefinitionGroupId", "EntityName"),
                        detail,
                        this::details),
                new EntitySet(
                        LEGAL_ENTITIES,
                        "LegalEntity",
                        List.of(LEGAL_ENTITY_ID),
                        Map.of(LEGAL_ENTITY_ID, EntitySet.TEXT),
                        this::legalEntities));
    }

    List<EntitySet> all() {
        return sets;
    }

    Optional<EntitySet> find(String name) {
        return sets.stream().filter(set -> set.name().equalsIgnoreCase(name)).findFirst();
    }

    /** Returns one entity. That every legal entity exists is what the rest of the fake does. */
    Optional<JsonObject> find(EntitySet set, String key) {
        return set.name().equals(LEGAL_ENTITIES) && key.matches("[A-Za-z0-9]{1,4}")
                ? Optional.of(new JsonObject().put(LEGAL_ENTITY_ID, key.toUpperCase(Locale.ROOT)))
                : set.find(key);
    }

    /** Creates a data project and returns it; its other fields are kept as they come. */
    JsonObject create(JsonObject body) throws ODataRefusal {
        String name = body.text("Name").orElse("").strip();
        if (name.isEmpty()) {
            throw new ODataRefusal("Field 'Group name' must be filled in.");
        }
        if (store.existing(name).isPresent()) {
            throw new ODataRefusal(
                    "Cannot create a record in Processing group (DMFDefinitionGroup). The record already" + " exists.");
        }
        Project project = store.project(name);
        project.describe(
                body.text("Description").orElse(""), body.text("OperationType").orElse("Import"));
        return view(project);
    }

    private List<JsonObject> projects() {
        return store.projects().stream().map(EntitySets::view).toList();
    }

    private static JsonObject view(Project project) {
        return new JsonObject()
                .put("Name", project.name())
                .put("Description", project.description())
                .put("OperationType", project.operationType())
                .put("ProjectCategory", "Project");
    }

    /** An execution that the status action does not know yet has none either. */
    private List<JsonObject> details() {
        List<JsonObject> rows = new ArrayList<>();
        for (FakeExecution execution : store.runs().list()) {
            if (execution.status() != FakeExecution.Status.UNKNOWN) {
                execution.entities().forEach(entity -> rows.add(view(execution, entity)));
            }
        }
        return rows;
    }

    private static JsonObject view(FakeExecution execution, EntityResult entity) {
        boolean started = execution.status() != FakeExecution.Status.NOT_RUN;
        return new JsonObject()
                .put("DefinitionGroupId", execution.project())
                .put("JobId", execution.id())
                .put("EntityName", entity.entity())
                .put("StagingStatus", status(execution.status(), entity.stagingErrors()))
                .put("TargetStatus", status(execution.status(), entity.targetErrors()))
                .put("StagingRecordsToBeProcessedCount", entity.stagingRecords())
                .put("StagingRecordsCreatedCount", entity.stagingRecords() - entity.stagingErrors())
                .put("TargetRecordsCreatedCount", entity.targetRecords())
                .put("TargetRecordsUpdatedCount", 0)
                .put("StagingStartDateTime", started ? execution.startedAt() : NEVER)
                .put("TargetStartDateTime", started ? execution.startedAt() : NEVER);
    }

    /** The names of {@code DMFBatchJobStatus}; that an entity with errors shows Error is a guess. */
    private static String status(FakeExecution.Status execution, long errors) {
        return switch (execution) {
            case NOT_RUN -> "NotRun";
            case EXECUTING -> "Executing";
            case CANCELED -> "Canceled";
            default -> errors == 0 ? "Finished" : "Error";
        };
    }

    private List<JsonObject> legalEntities() {
        Set<String> ids = new TreeSet<>();
        jobs.settings().forEach(job -> job.text("legalEntity").ifPresent(id -> ids.add(id.toUpperCase(Locale.ROOT))));
        return ids.stream().map(id -> new JsonObject().put(LEGAL_ENTITY_ID, id)).toList();
    }
}

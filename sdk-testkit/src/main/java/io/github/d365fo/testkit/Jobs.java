package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.testkit.internal.admin.JobBoard;
import io.github.d365fo.testkit.internal.content.StateDirectory;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.KnownEntities;
import io.github.d365fo.testkit.internal.journal.Secrets;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The jobs of a server. Thread-safe. */
final class Jobs implements JobBoard {
    private final TestClock clock;
    private final Ids ids;
    private final Secrets secrets;
    private final KnownEntities entities = new KnownEntities();
    private final List<FakeImportJob> imports = new CopyOnWriteArrayList<>();
    private final List<FakeExportJob> exports = new CopyOnWriteArrayList<>();

    Jobs(TestClock clock, Ids ids, Secrets secrets) {
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    @Override
    public FakeImportJob addImport() {
        return addImport(ActivityId.of(ids.next()));
    }

    FakeImportJob addImport(ActivityId id) {
        FakeImportJob job = new FakeImportJob(id, clock, entities);
        imports.add(job);
        return job;
    }

    @Override
    public FakeExportJob addExport() {
        return addExport(ActivityId.of(ids.next()));
    }

    FakeExportJob addExport(ActivityId id) {
        FakeExportJob job = new FakeExportJob(id, clock, ids, secrets);
        exports.add(job);
        return job;
    }

    Optional<FakeImportJob> importJob(String activity) {
        return activity(activity)
                .flatMap(id -> imports.stream()
                        .filter(job -> job.activityId().equals(id))
                        .findFirst());
    }

    Optional<FakeExportJob> exportJob(String activity) {
        return activity(activity)
                .flatMap(id -> exports.stream()
                        .filter(job -> job.activityId().equals(id))
                        .findFirst());
    }

    JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("entities", entities.save())
                .put("imports", imports.stream().map(job -> job.save(keeper)).toList())
                .put("exports", exports.stream().map(job -> job.save(keeper)).toList());
    }

    /** The first jobs are there from the start, others are added. */
    void restore(JsonObject saved, StateDirectory directory) {
        entities.restore(saved.requireObject("entities"));
        for (JsonObject each : saved.objects("imports")) {
            String activity = each.requireText("activityId");
            importJob(activity)
                    .orElseGet(() -> addImport(ActivityId.of(activity)))
                    .restore(each, directory);
        }
        for (JsonObject each : saved.objects("exports")) {
            String activity = each.requireText("activityId");
            exportJob(activity)
                    .orElseGet(() -> addExport(ActivityId.of(activity)))
                    .restore(each, directory);
        }
    }

    /** Empties every job. */
    void clear() {
        imports.forEach(FakeImportJob::clear);
        exports.forEach(FakeExportJob::clear);
    }

    @Override
    public List<FakeImportJob> imports() {
        return List.copyOf(imports);
    }

    @Override
    public List<FakeExportJob> exports() {
        return List.copyOf(exports);
    }

    /** Returns the job whose package it is, however old. */
    Optional<FakeExportJob> ofBlob(String blobId) {
        return exports.stream().filter(job -> job.hasBlob(blobId)).findFirst();
    }

    Optional<ActivityId> activityOfBlob(String blobId) {
        return ofBlob(blobId).map(FakeExportJob::activityId);
    }

    /** Returns the state of a message of any job. */
    Optional<String> state(MessageId message) {
        return imports.stream()
                .map(job -> job.state(message))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the execution of a message of any job. */
    Optional<Execution> execution(MessageId message) {
        return imports.stream()
                .map(job -> job.execution(message))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the executions of the messages of all jobs. */
    List<Execution> executions() {
        return imports.stream().flatMap(job -> job.executions().stream()).toList();
    }

    KnownEntities entities() {
        return entities;
    }

    /** Returns the activity that {@code text} spells, in any of its spellings. */
    static Optional<ActivityId> activity(String text) {
        try {
            return Optional.of(ActivityId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

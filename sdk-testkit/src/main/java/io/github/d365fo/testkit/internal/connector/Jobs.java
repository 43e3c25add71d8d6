package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.KnownEntities;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import io.github.d365fo.testkit.internal.state.StatePart;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The jobs of a server. Thread-safe. */
public final class Jobs {
    private final InstantSource clock;
    private final Ids ids;
    private final Consumer<String> known;
    private final KnownEntities entities = new KnownEntities();
    private final List<ImportQueue> imports = new CopyOnWriteArrayList<>();
    private final List<ExportQueue> exports = new CopyOnWriteArrayList<>();

    /** Reports the pop receipts of its jobs to {@code known}. */
    public Jobs(InstantSource clock, Ids ids, Consumer<String> known) {
        this.clock = clock;
        this.ids = ids;
        this.known = known;
    }

    public ImportQueue addImport() {
        return addImport(ActivityId.of(ids.next()));
    }

    /**
     * Adds an import job.
     *
     * @throws IllegalStateException if there is a job with this id
     */
    public synchronized ImportQueue addImport(ActivityId id) {
        checkFree(id);
        ImportQueue job = new ImportQueue(id, clock, entities);
        imports.add(job);
        return job;
    }

    public ExportQueue addExport() {
        return addExport(ActivityId.of(ids.next()));
    }

    /**
     * Adds an export job.
     *
     * @throws IllegalStateException if there is a job with this id
     */
    public synchronized ExportQueue addExport(ActivityId id) {
        checkFree(id);
        ExportQueue job = new ExportQueue(id, clock, ids, known);
        exports.add(job);
        return job;
    }

    private void checkFree(ActivityId id) {
        if (importJob(id.value()).isPresent() || exportJob(id.value()).isPresent()) {
            throw new IllegalStateException("activityId: there is a job with the id " + id + " already");
        }
    }

    /** Returns the settings of all jobs. */
    public List<JsonObject> settings() {
        List<JsonObject> all = new ArrayList<>();
        imports.forEach(job -> all.add(job.settings().put("kind", "import")));
        exports.forEach(job -> all.add(job.settings().put("kind", "export")));
        return all;
    }

    Optional<ImportQueue> importJob(String activity) {
        return activity(activity)
                .flatMap(id -> imports.stream()
                        .filter(job -> job.activityId().equals(id))
                        .findFirst());
    }

    Optional<ExportQueue> exportJob(String activity) {
        return activity(activity)
                .flatMap(id -> exports.stream()
                        .filter(job -> job.activityId().equals(id))
                        .findFirst());
    }

    public void save(StatePart part) {
        part.setting("entities", keeper -> entities.save());
        imports.forEach(
                job -> job.save(part.part("imports").part(job.activityId().value())));
        exports.forEach(
                job -> job.save(part.part("exports").part(job.activityId().value())));
    }

    /** The first jobs exist from the start, others are added. */
    public void restore(JsonObject saved, StateDirectory directory) {
        entities.restore(saved.requireObject("entities"));
        JsonObject importing = saved.requireObject("imports");
        for (String activity : importing.names()) {
            importJob(activity)
                    .orElseGet(() -> addImport(ActivityId.of(activity)))
                    .restore(importing.requireObject(activity), directory);
        }
        JsonObject exporting = saved.requireObject("exports");
        for (String activity : exporting.names()) {
            exportJob(activity)
                    .orElseGet(() -> addExport(ActivityId.of(activity)))
                    .restore(exporting.requireObject(activity), directory);
        }
    }

    /** Empties every job. */
    public void clear() {
        imports.forEach(ImportQueue::clear);
        exports.forEach(ExportQueue::clear);
    }

    public List<ImportQueue> imports() {
        return List.copyOf(imports);
    }

    public List<ExportQueue> exports() {
        return List.copyOf(exports);
    }

    /** Returns the job of a package, however old. */
    Optional<ExportQueue> ofBlob(String blobId) {
        return exports.stream().filter(job -> job.hasBlob(blobId)).findFirst();
    }

    public Optional<ActivityId> activityOfBlob(String blobId) {
        return ofBlob(blobId).map(ExportQueue::activityId);
    }

    /** Returns the state of a message of any job. */
    public Optional<String> state(MessageId message) {
        return imports.stream()
                .map(job -> job.state(message))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the execution of a message of any job. */
    public Optional<Execution> execution(MessageId message) {
        return imports.stream()
                .map(job -> job.execution(message))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the execution of a message of any job, by its own id. */
    public Optional<Execution> execution(ExecutionId id) {
        return imports.stream()
                .map(job -> job.execution(id))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the executions of the messages of all jobs. */
    public List<Execution> executions() {
        return imports.stream().flatMap(job -> job.executions().stream()).toList();
    }

    public KnownEntities entities() {
        return entities;
    }

    /** Returns the activity id in {@code text}, in any of its spellings. */
    public static Optional<ActivityId> activity(String text) {
        try {
            return Optional.of(ActivityId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

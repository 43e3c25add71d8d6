package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The jobs of a server. Thread-safe. */
final class Jobs {
    private final TestClock clock;
    private final Ids ids;
    private final KnownEntities entities = new KnownEntities();
    private final List<FakeImportJob> imports = new CopyOnWriteArrayList<>();
    private final List<FakeExportJob> exports = new CopyOnWriteArrayList<>();

    Jobs(TestClock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    FakeImportJob addImport() {
        FakeImportJob job = new FakeImportJob(ActivityId.of(ids.next()), clock, entities);
        imports.add(job);
        return job;
    }

    FakeExportJob addExport() {
        FakeExportJob job = new FakeExportJob(ActivityId.of(ids.next()), clock, ids);
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

    Optional<Content> content(String blobId) {
        return exports.stream()
                .map(job -> job.content(blobId))
                .flatMap(Optional::stream)
                .findFirst();
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

    private static Optional<ActivityId> activity(String text) {
        try {
            return Optional.of(ActivityId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The routes to add and configure jobs. Thread-safe. */
final class JobRoutes {
    private static final String KIND = "kind";
    private static final String ACTIVITY_ID = "activityId";

    private final JobBoard jobs;
    private final Jobs all;

    JobRoutes(JobBoard jobs, Jobs all) {
        this.jobs = jobs;
        this.all = all;
    }

    /** Returns the export job that a request names by its id. */
    static Optional<FakeExportJob> exportJob(JobBoard jobs, AdminCall call) {
        return exportJob(jobs, ActivityId.of(call.variable(ACTIVITY_ID)));
    }

    private static Optional<FakeExportJob> exportJob(JobBoard jobs, ActivityId id) {
        return jobs.exports().stream()
                .filter(job -> job.activityId().equals(id))
                .findFirst();
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/jobs", call -> call.json(200, all.settings()));
        admin.route("POST", "/jobs", call -> call.json(201, add(call.body())));
        admin.route("PATCH", "/jobs/{activityId}", this::set);
        admin.route("POST", "/jobs/{activityId}/outcomes", this::endNext);
    }

    /** Adds a job as {@code body} describes it, and returns its id and kind. */
    JsonObject add(JsonObject body) {
        JobSettings settings = read(body);
        String kind = body.requireText(KIND);
        Optional<ActivityId> id = body.filledText(ACTIVITY_ID).map(ActivityId::of);
        ActivityId added = switch (kind) {
            case "import" -> addImport(settings, id);
            case "export" -> addExport(settings, id);
            default -> throw new IllegalArgumentException("kind: expected import or export, but got another");
        };
        return new JsonObject().put(ACTIVITY_ID, added).put(KIND, kind);
    }

    /** Adds a job as {@code body} describes it, or changes the one that there is with this id and kind. */
    void put(JsonObject body) {
        JobSettings settings = read(body);
        Optional<ActivityId> id = body.filledText(ACTIVITY_ID).map(ActivityId::of);
        boolean imports = body.requireText(KIND).equals("import");
        Optional<FakeImportJob> present = id.filter(given -> imports).flatMap(this::importJob);
        Optional<FakeExportJob> other = id.filter(given -> !imports).flatMap(given -> exportJob(jobs, given));
        if (present.isPresent()) {
            settings.applyTo(present.get());
        } else if (other.isPresent()) {
            settings.checkExport();
            settings.applyTo(other.get());
        } else {
            add(body);
        }
    }

    private static JobSettings read(JsonObject body) {
        body.only(
                KIND,
                ACTIVITY_ID,
                JobSettings.LEGAL_ENTITY,
                JobSettings.USE_COMPANY_FROM_MESSAGE,
                JobSettings.AUTHORIZE);
        return JobSettings.read(body);
    }

    private ActivityId addImport(JobSettings settings, Optional<ActivityId> id) {
        FakeImportJob job = id.map(jobs::addImport).orElseGet(jobs::addImport);
        settings.applyTo(job);
        return job.activityId();
    }

    private ActivityId addExport(JobSettings settings, Optional<ActivityId> id) {
        settings.checkExport();
        FakeExportJob job = id.map(jobs::addExport).orElseGet(jobs::addExport);
        settings.applyTo(job);
        return job.activityId();
    }

    private void set(AdminCall call) throws IOException {
        JobSettings settings = JobSettings.read(
                call.body(JobSettings.LEGAL_ENTITY, JobSettings.USE_COMPANY_FROM_MESSAGE, JobSettings.AUTHORIZE));
        Optional<FakeExportJob> export = exportJob(jobs, call);
        if (export.isPresent()) {
            settings.checkExport();
            settings.applyTo(export.get());
        } else {
            settings.applyTo(importJob(call));
        }
        call.done();
    }

    private void endNext(AdminCall call) throws IOException {
        importJob(call).endNext(OutcomeReader.read(call));
        call.done();
    }

    private FakeImportJob importJob(AdminCall call) {
        return importJob(ActivityId.of(call.variable(ACTIVITY_ID)))
                .orElseThrow(() -> new NoSuchElementException("activityId: there is no job of that kind with that id"));
    }

    private Optional<FakeImportJob> importJob(ActivityId id) {
        return jobs.imports().stream()
                .filter(job -> job.activityId().equals(id))
                .findFirst();
    }
}

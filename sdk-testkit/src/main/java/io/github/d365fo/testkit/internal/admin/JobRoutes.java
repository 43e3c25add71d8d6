package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The routes to add and configure jobs. Thread-safe. */
final class JobRoutes {
    private static final String KIND = "kind";
    private static final String ACTIVITY_ID = "activityId";

    private final JobBoard jobs;

    JobRoutes(JobBoard jobs) {
        this.jobs = jobs;
    }

    /** Returns the export job that a request names by its id. */
    static Optional<FakeExportJob> exportJob(JobBoard jobs, AdminCall call) {
        ActivityId id = ActivityId.of(call.variable(ACTIVITY_ID));
        return jobs.exports().stream()
                .filter(job -> job.activityId().equals(id))
                .findFirst();
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("POST", "/jobs", this::add);
        admin.route("PATCH", "/jobs/{activityId}", this::set);
        admin.route("POST", "/jobs/{activityId}/outcomes", this::endNext);
    }

    private void add(AdminCall call) throws IOException {
        JsonObject body =
                call.body(KIND, JobSettings.LEGAL_ENTITY, JobSettings.USE_COMPANY_FROM_MESSAGE, JobSettings.AUTHORIZE);
        JobSettings settings = JobSettings.read(body);
        String kind = body.requireText(KIND);
        ActivityId added = switch (kind) {
            case "import" -> addImport(settings);
            case "export" -> addExport(settings);
            default -> throw new IllegalArgumentException("kind: expected import or export, but got another");
        };
        call.json(201, new JsonObject().put(ACTIVITY_ID, added).put(KIND, kind));
    }

    private ActivityId addImport(JobSettings settings) {
        FakeImportJob job = jobs.addImport();
        settings.applyTo(job);
        return job.activityId();
    }

    private ActivityId addExport(JobSettings settings) {
        settings.checkExport();
        FakeExportJob job = jobs.addExport();
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
        ActivityId id = ActivityId.of(call.variable(ACTIVITY_ID));
        return jobs.imports().stream()
                .filter(job -> job.activityId().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("activityId: there is no job of that kind with that id"));
    }
}

package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.NoSuchElementException;

/** The routes for import jobs and their messages. Thread-safe. */
final class ImportRoutes {
    private static final String STATE = "state";
    private static final String FORCE = "force";

    private final JobBoard jobs;

    ImportRoutes(JobBoard jobs) {
        this.jobs = jobs;
    }

    private record Import(FakeImportJob job, EnqueuedFile file) {
        JsonObject view() {
            return new JsonObject()
                    .put("messageId", file.messageId())
                    .put(STATE, job.state(file.messageId()))
                    .put("entity", file.entity())
                    .put("company", file.company())
                    .put("legalEntity", file.legalEntity())
                    .put("externalId", file.externalId())
                    .put("size", file.size())
                    .put("enqueuedAt", file.enqueuedAt());
        }
    }

    static List<JsonObject> view(JobBoard jobs) {
        return jobs.imports().stream()
                .map(job -> new JsonObject()
                        .put("activityId", job.activityId())
                        .put(
                                "files",
                                job.enqueued().stream()
                                        .map(file -> new Import(job, file).view())
                                        .toList()))
                .toList();
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/imports", this::list);
        admin.route("GET", "/imports/{messageId}", this::get);
        admin.route("GET", "/imports/{messageId}/content", this::content);
        admin.route("PUT", "/imports/{messageId}/state", this::setState);
        admin.route("PUT", "/imports/{messageId}/outcome", this::setOutcome);
    }

    private void list(AdminCall call) throws IOException {
        call.json(200, view(jobs));
    }

    private void get(AdminCall call) throws IOException {
        call.json(200, find(call).view());
    }

    private void content(AdminCall call) throws IOException {
        EnqueuedFile file = find(call).file;
        try (InputStream stream = file.open()) {
            call.bytes(stream, file.size());
        }
    }

    private void setState(AdminCall call) throws IOException {
        Import found = find(call);
        JsonObject body = call.body(STATE, FORCE);
        String text = body.requireText(STATE);
        MessageState state = MessageState.of(text);
        if (body.flag(FORCE).orElse(false)) {
            found.job.setState(found.file.messageId(), text);
        } else if (state == MessageState.UNKNOWN) {
            throw new IllegalArgumentException("state: expected a known one, but got " + text.length()
                    + " other characters; \"force\": true sets it anyway");
        } else {
            found.job.setState(found.file.messageId(), state);
        }
        call.json(200, found.view());
    }

    private void setOutcome(AdminCall call) throws IOException {
        Import found = find(call);
        found.job.setOutcome(found.file.messageId(), OutcomeReader.read(call));
        call.json(200, found.view());
    }

    private Import find(AdminCall call) {
        MessageId id = MessageId.verbatim(call.variable("messageId"));
        return jobs.imports().stream()
                .flatMap(job -> job.enqueued(id).map(file -> new Import(job, file)).stream())
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("messageId: no file with that id was enqueued"));
    }
}

package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.PublishedMessage;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/** The routes for export jobs and their messages. Thread-safe. */
final class ExportRoutes {
    private static final String REASON = "reason";
    private static final String ENTRY_SIZE = "entrySize";

    /** The checksum of this many bytes takes ten seconds, while the request waits. */
    private static final long LARGEST_ENTRY = 64L << 30;

    private final JobBoard jobs;
    private final Path uploads;

    ExportRoutes(JobBoard jobs, Path uploads) {
        this.jobs = jobs;
        this.uploads = uploads;
    }

    static List<JsonObject> view(JobBoard jobs) {
        return jobs.exports().stream().map(ExportRoutes::view).toList();
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/exports", this::list);
        admin.route("POST", "/exports/{activityId}", this::publish);
        admin.route("POST", "/exports/{activityId}/without-file", this::publishWithoutFile);
        admin.route("POST", "/exports/{activityId}/poison", this::publishPoison);
        admin.route("POST", "/exports/{activityId}/giant", this::publishGiant);
    }

    private void list(AdminCall call) throws IOException {
        call.json(200, view(jobs));
    }

    private void publish(AdminCall call) throws IOException {
        FakeExportJob job = find(call);
        job.publish(call.upload(uploads));
        published(call, job);
    }

    private void publishWithoutFile(AdminCall call) throws IOException {
        FakeExportJob job = find(call);
        job.publishWithoutFile(call.body(REASON).requireText(REASON));
        published(call, job);
    }

    private void publishPoison(AdminCall call) throws IOException {
        FakeExportJob job = find(call);
        job.publishPoison();
        published(call, job);
    }

    private void publishGiant(AdminCall call) throws IOException {
        FakeExportJob job = find(call);
        long entrySize = call.body(ENTRY_SIZE)
                .number(ENTRY_SIZE)
                .orElseThrow(() -> JsonObject.missing(ENTRY_SIZE, "a number of bytes"));
        if (entrySize > LARGEST_ENTRY) {
            throw new IllegalArgumentException(
                    ENTRY_SIZE + ": expected at most " + LARGEST_ENTRY + " bytes, but got " + entrySize);
        }
        job.publishGiant(entrySize);
        published(call, job);
    }

    private FakeExportJob find(AdminCall call) {
        return JobRoutes.exportJob(jobs, call)
                .orElseThrow(() -> new NoSuchElementException("activityId: there is no export job with that id"));
    }

    private static JsonObject view(FakeExportJob job) {
        return view(job, job.messages());
    }

    /** Shows only the new message: with all of them, each publication would take longer than the one before. */
    private static void published(AdminCall call, FakeExportJob job) throws IOException {
        call.json(201, view(job, job.newest().stream().toList()));
    }

    private static JsonObject view(FakeExportJob job, List<PublishedMessage> messages) {
        return new JsonObject()
                .put("activityId", job.activityId())
                .put("pending", job.pending())
                .put("acknowledged", job.acknowledged())
                .put("messages", messages.stream().map(ExportRoutes::view).toList());
    }

    private static JsonObject view(PublishedMessage message) {
        return new JsonObject()
                .put("correlationId", message.correlationId())
                .put("state", message.state())
                .put("size", message.size())
                .put("publishedAt", message.publishedAt())
                .put("leaseEndsAt", message.leaseEndsAt())
                .put("deliveries", message.deliveries())
                .put("downloaded", message.isDownloaded());
    }
}

package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.PublishedMessage;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.NoSuchElementException;

/** The jobs that give packages, and what was published. Thread-safe. */
final class ExportRoutes {
    private final FakeConnectorServer server;
    private final Path uploads;

    ExportRoutes(FakeConnectorServer server, Path uploads) {
        this.server = server;
        this.uploads = uploads;
    }

    static List<JsonObject> view(FakeConnectorServer server) {
        return server.exportJobs().stream().map(ExportRoutes::view).toList();
    }

    void list(AdminCall call) throws IOException {
        call.json(200, view(server));
    }

    void publish(AdminCall call) throws IOException {
        FakeExportJob job = find(ActivityId.of(call.variable("activityId")));
        Path file = Files.createTempFile(uploads, "published", ".bin");
        Files.copy(call.stream(), file, StandardCopyOption.REPLACE_EXISTING);
        job.publish(file);
        call.json(201, view(job));
    }

    private FakeExportJob find(ActivityId id) {
        return server.exportJobs().stream()
                .filter(job -> job.activityId().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("activityId: no job that exports has that id"));
    }

    private static JsonObject view(FakeExportJob job) {
        return new JsonObject()
                .put("activityId", job.activityId())
                .put("pending", job.pending())
                .put("acknowledged", job.acknowledged())
                .put("messages", job.messages().stream().map(ExportRoutes::view).toList());
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

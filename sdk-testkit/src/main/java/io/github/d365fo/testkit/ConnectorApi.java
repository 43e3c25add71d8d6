package io.github.d365fo.testkit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code /api/connector}: enqueue, dequeue, download, ack, jobstatus. Thread-safe. */
final class ConnectorApi {
    private static final String BROKEN = "{\"Message\":\"An error has occurred.\"}";

    private final FakeServerSettings settings;
    private final TestClock clock;
    private final Ids ids;
    private final Jobs jobs;
    private final Path directory;

    ConnectorApi(FakeServerSettings settings, TestClock clock, Ids ids, Jobs jobs, Path directory) {
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
        this.jobs = jobs;
        this.directory = directory;
    }

    void answer(HttpCall call, Operation operation, String activity, String host) throws IOException {
        switch (operation) {
            case ENQUEUE -> enqueue(call, activity);
            case DEQUEUE -> dequeue(call, activity, host);
            case DOWNLOAD -> download(call);
            case ACKNOWLEDGE -> acknowledge(call, activity);
            case JOB_STATUS -> jobStatus(call, activity);
            default -> call.answer(404);
        }
    }

    private void enqueue(HttpCall call, String activity) throws IOException {
        Optional<FakeImportJob> job = jobs.importJob(activity);
        if (job.isEmpty()) {
            call.answerJson(500, BROKEN);
            return;
        }
        if (isTooLarge(call)) {
            call.answer(413, "text/html", "<html><body>413 - Request Entity Too Large</body></html>");
            return;
        }
        Content content = Content.take(call.body(), directory);
        if (content.size() > settings.largestFile()) {
            call.answer(413, "text/html", "<html><body>413 - Request Entity Too Large</body></html>");
            return;
        }
        EnqueuedFile file = new EnqueuedFile(
                MessageId.of(ids.next()),
                content,
                call.parameter("entity"),
                call.parameter("company"),
                call.header("x-ms-dyn-externalidentifier"),
                clock.instant());
        job.get().add(file, file.entity().isPresent() || isZip(content));
        call.answerJson(200, "\"" + file.messageId() + "\"");
    }

    /** Says so by the length that was announced; the body is read all the same, so that the answer is heard. */
    private boolean isTooLarge(HttpCall call) throws IOException {
        boolean tooLarge = call.header("Content-Length")
                .filter(length -> Long.parseLong(length) > settings.largestFile())
                .isPresent();
        if (tooLarge) {
            call.drain();
        }
        return tooLarge;
    }

    private static boolean isZip(Content content) throws IOException {
        try (InputStream stream = content.open()) {
            return stream.read() == 'P' && stream.read() == 'K';
        }
    }

    private void dequeue(HttpCall call, String activity, String host) throws IOException {
        Optional<FakeExportJob> job = jobs.exportJob(activity);
        if (job.isEmpty()) {
            call.answerJson(500, BROKEN);
            return;
        }
        Optional<FakeExportJob.Delivery> delivery = job.get().dequeue();
        if (delivery.isEmpty()) {
            call.answer(204);
            return;
        }
        call.answerJson(200, JsonText.write(json -> write(json, delivery.get(), host)));
    }

    private void write(JsonGenerator json, FakeExportJob.Delivery delivery, String host) throws IOException {
        FakeExportJob.Message message = delivery.message();
        json.writeStartObject();
        json.writeStringField("CorrelationId", message.correlationId);
        json.writeStringField("PopReceipt", delivery.popReceipt());
        json.writeStringField("DownloadLocation", message.content == null ? null : location(message, host));
        json.writeBooleanField("IsDownLoadFileExist", message.content != null);
        json.writeStringField("FileDownLoadErrorMessage", message.error);
        json.writeStringField(
                "LastDequeueDateTime",
                delivery.lastDequeuedAt().map(WireTime::withoutZone).orElse(null));
        json.writeEndObject();
    }

    private String location(FakeExportJob.Message message, String host) {
        String authority = settings.downloadsOnPort80() ? host.replaceFirst(":\\d+$", ":80") : host;
        return "http://" + authority + "/api/connector/download/%7B" + message.blobId + "%7D?correlation-id="
                + message.correlationId + "&blob=" + message.blobId;
    }

    private void download(HttpCall call) throws IOException {
        Optional<Content> content = call.parameter("blob").flatMap(jobs::content);
        if (content.isEmpty()) {
            call.answerJson(500, BROKEN);
            return;
        }
        if (!settings.downloadRanges()) {
            call.answer(content.get(), 0);
            return;
        }
        String tag = "\"" + call.parameter("blob").orElse("") + "\"";
        call.responseHeader("Accept-Ranges", "bytes");
        call.responseHeader("ETag", tag);
        long from = rangeStart(call, tag, content.get().size());
        if (from > 0) {
            long size = content.get().size();
            call.responseHeader("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        call.answer(content.get(), from);
    }

    private static long rangeStart(HttpCall call, String tag, long size) {
        boolean same = call.header("If-Range").filter(tag::equals).isPresent();
        return call.header("Range")
                .filter(range -> same && range.matches("bytes=\\d{1,18}-"))
                .map(range -> Long.parseLong(range.substring("bytes=".length(), range.length() - 1)))
                .filter(start -> start < size)
                .orElse(0L);
    }

    private void acknowledge(HttpCall call, String activity) throws IOException {
        Optional<FakeExportJob> job = jobs.exportJob(activity);
        Map<String, String> message = fields(call);
        boolean done = job.isPresent()
                && job.get()
                        .acknowledge(
                                message.getOrDefault("CorrelationId", ""),
                                message.getOrDefault("PopReceipt", ""),
                                settings.repeatedAcknowledgement());
        if (done) {
            call.answer(200, "application/json; charset=utf-8", "");
        } else {
            call.answerJson(500, BROKEN);
        }
    }

    private static Map<String, String> fields(HttpCall call) throws IOException {
        String text = call.bodyText();
        try {
            return JsonText.fields(text);
        } catch (IOException e) {
            // A body that is no JSON object acknowledges nothing, as an unknown receipt does.
            return Map.of();
        }
    }

    private void jobStatus(HttpCall call, String activity) throws IOException {
        Optional<FakeImportJob> job = jobs.importJob(activity);
        Optional<MessageId> id = call.parameter("jobId").map(MessageId::of);
        Optional<EnqueuedFile> file = job.flatMap(j -> id.flatMap(j::file));
        if (job.isEmpty() || file.isEmpty()) {
            call.answerJson(500, BROKEN);
            return;
        }
        call.answerJson(200, new JobStatusJson(job.get(), file.get(), clock.instant()).text(settings.stateNames()));
    }
}

package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.identity.Access;
import io.github.d365fo.testkit.internal.json.JsonFields;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import io.github.d365fo.testkit.internal.service.FakeServerSettings.Switch;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.service.ServiceErrors;
import io.github.d365fo.testkit.internal.service.WireTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /api/connector}: enqueue, dequeue, download, ack, jobstatus. Thread-safe.
 *
 * <p>The content types of the answers are guesses: no known client checks them.
 */
public final class ConnectorApi {
    private final FakeServerSettings settings;
    private final Ids ids;
    private final Jobs jobs;
    private final Path directory;

    public ConnectorApi(FakeServerSettings settings, Ids ids, Jobs jobs, Path directory) {
        this.settings = settings;
        this.ids = ids;
        this.jobs = jobs;
        this.directory = directory;
    }

    /** Answers with a job. */
    private interface Answer<J> {
        void with(HttpCall call, J job) throws IOException;
    }

    /** Answers a request; {@code tap} can change what it does to its message. */
    public void answer(HttpCall call, Operation operation, String activity, URI environment, MessageTap tap)
            throws IOException {
        switch (operation) {
            case ENQUEUE -> of(jobs.importJob(activity), ImportQueue::policy, call, this::enqueue);
            case JOB_STATUS -> of(jobs.importJob(activity), ImportQueue::policy, call, this::jobStatus);
            case DEQUEUE ->
                of(jobs.exportJob(activity), ExportQueue::policy, call, (c, job) -> dequeue(c, job, environment, tap));
            case ACKNOWLEDGE ->
                of(jobs.exportJob(activity), ExportQueue::policy, call, (c, job) -> acknowledge(c, job, tap));
            case DOWNLOAD -> {
                String blob = call.parameter("blob").orElse("");
                of(jobs.ofBlob(blob), ExportQueue::policy, call, (c, job) -> download(c, job, blob, tap));
            }
            default -> call.answer(404);
        }
    }

    /**
     * Answers if the job exists and the application may use it. That all of a job's calls check the same policy is a
     * guess.
     */
    private <J> void of(Optional<J> job, Function<J, AuthorizationPolicy> policy, HttpCall call, Answer<J> answer)
            throws IOException {
        if (job.isEmpty()) {
            broken(call);
        } else if (policy.apply(job.get()).allows(Access.clientId(call))) {
            answer.with(call, job.get());
        } else if (settings.policyStatus() == 401) {
            ServiceErrors.unauthenticated(call);
        } else {
            ServiceErrors.forbidden(call);
        }
    }

    private void enqueue(HttpCall call, ImportQueue job) throws IOException {
        if (isTooLarge(call)) {
            tooLarge(call);
            return;
        }
        Content content = Content.take(call.body(), directory);
        Optional<String> entity = call.parameter("entity");
        boolean importable = entity.isPresent() || isZip(content);
        if (content.size() > settings.largestFile()) {
            tooLarge(call);
        } else if (!importable && settings.is(Switch.MISSING_ENTITY_REFUSED)) {
            broken(call);
        } else {
            Optional<String> company = call.parameter("company");
            ReceivedFile file = new ReceivedFile(
                    MessageId.of(ids.next()),
                    content,
                    entity,
                    company,
                    call.header("x-ms-dyn-externalidentifier"),
                    job.legalEntityFor(company),
                    call.now());
            job.add(file);
            call.answerJson(200, "\"" + file.messageId() + "\"");
        }
    }

    private static void tooLarge(HttpCall call) throws IOException {
        call.answer(413, "text/html", "<html><body>413 - Request Entity Too Large</body></html>");
    }

    /** Checks the announced length; the body is read anyway, so that the client reads the answer. */
    private boolean isTooLarge(HttpCall call) throws IOException {
        boolean tooLarge = call.header("Content-Length")
                .filter(length -> Long.parseLong(length) > settings.largestFile())
                .isPresent();
        if (tooLarge) {
            call.drain();
        }
        return tooLarge;
    }

    static boolean isZip(Content content) throws IOException {
        try (InputStream stream = content.open()) {
            return stream.read() == 'P' && stream.read() == 'K';
        }
    }

    private void dequeue(HttpCall call, ExportQueue job, URI environment, MessageTap tap) throws IOException {
        Optional<ExportMessage.Delivery> delivery = job.dequeue(settings, tap);
        if (delivery.isEmpty()) {
            call.answer(204);
            return;
        }
        call.answerJson(200, json(delivery.get(), environment).toString());
    }

    private JsonObject json(ExportMessage.Delivery delivery, URI environment) {
        boolean noError = delivery.error().isEmpty() && settings.is(Switch.NULL_ERROR_MESSAGE);
        return new JsonObject()
                .put("CorrelationId", delivery.correlationId())
                .put("PopReceipt", delivery.popReceipt())
                .putOrNull(
                        "DownloadLocation",
                        delivery.blobId().map(blob -> location(blob, delivery.correlationId(), environment)))
                .put("IsDownLoadFileExist", delivery.blobId().isPresent())
                .putOrNull("FileDownLoadErrorMessage", noError ? Optional.empty() : Optional.of(delivery.error()))
                .putOrNull("LastDequeueDateTime", delivery.lastDequeuedAt().map(this::date));
    }

    private String date(Instant time) {
        return WireTime.withoutZone(time) + (settings.is(Switch.ZONED_DATES) ? "Z" : "");
    }

    private String location(String blob, String correlationId, URI environment) {
        String origin = settings.is(Switch.DOWNLOADS_ON_PORT_80)
                ? "http://" + environment.getHost() + ":80"
                : environment.toString();
        return origin + "/api/connector/download/%7B" + blob + "%7D?correlation-id=" + correlationId + "&blob=" + blob;
    }

    private void download(HttpCall call, ExportQueue job, String blob, MessageTap tap) throws IOException {
        Optional<Content> content = job.content(blob, tap);
        if (content.isEmpty()) {
            broken(call);
            return;
        }
        long size = content.get().size();
        long from = rangeStart(call, blob, size);
        call.responseHeader("Content-Type", "application/octet-stream");
        call.answer(from == 0 ? 200 : 206, content.get(), from, size - from);
        job.downloaded(blob);
    }

    /** Returns the start of the requested range, and sets its headers. */
    private long rangeStart(HttpCall call, String blob, long size) {
        if (!settings.is(Switch.DOWNLOAD_RANGES)) {
            return 0;
        }
        String tag = "\"" + blob + "\"";
        call.responseHeader("Accept-Ranges", "bytes");
        call.responseHeader("ETag", tag);
        long from = requested(call, tag, size);
        if (from > 0) {
            call.responseHeader("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        return from;
    }

    private static long requested(HttpCall call, String tag, long size) {
        boolean same = call.header("If-Range").filter(tag::equals).isPresent();
        return call.header("Range")
                .filter(range -> same && range.matches("bytes=\\d{1,18}-"))
                .map(range -> Long.parseLong(range.substring("bytes=".length(), range.length() - 1)))
                .filter(start -> start < size)
                .orElse(0L);
    }

    /** That the answer is empty, and that a wrong body or an old receipt is answered with 500, are guesses. */
    private void acknowledge(HttpCall call, ExportQueue job, MessageTap tap) throws IOException {
        Map<String, String> message = fields(call);
        boolean done = job.acknowledge(
                message.getOrDefault("CorrelationId", ""), message.getOrDefault("PopReceipt", ""), settings, tap);
        if (done) {
            call.answer(200, "application/json; charset=utf-8", "");
        } else {
            broken(call);
        }
    }

    private static Map<String, String> fields(HttpCall call) throws IOException {
        String text = call.bodyText();
        try {
            return JsonFields.texts(text);
        } catch (IOException e) {
            // A body that is not a JSON object acknowledges nothing, like an unknown pop receipt.
            return Map.of();
        }
    }

    /** An unknown message gets the same answer as an unknown activity id: a guess. */
    private void jobStatus(HttpCall call, ImportQueue job) throws IOException {
        Optional<JobStatusJson> status =
                call.parameter("jobId").map(MessageId::verbatim).flatMap(job::status);
        if (status.isEmpty()) {
            broken(call);
            return;
        }
        call.answerJson(200, status.get().text(settings.is(Switch.STATE_NAMES)));
    }

    private static void broken(HttpCall call) throws IOException {
        call.drain();
        call.answerJson(500, ServiceErrors.BROKEN);
    }
}

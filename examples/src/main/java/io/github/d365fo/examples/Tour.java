package io.github.d365fo.examples;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The tour itself, step by step. */
final class Tour {
    private final Stage stage;
    private final Story story;

    Tour(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
    }

    void run() {
        story.tell("Environment: " + stage.environment() + (stage.isFake() ? " (a fake, started for this run)" : ""));
        sendFile();
        fetchPackage();
    }

    private void sendFile() {
        RecurringJob imports = stage.imports();
        MessageId id = imports.enqueue(request());
        story.tell("Enqueued " + stage.file().getFileName() + " as message " + id + ".");
        story.tell("Its state is " + imports.messageStatus(id).rawState() + ".");
        MessageStatus status = imports.awaitProcessed(id, Duration.ofMinutes(30));
        JobStatus details = imports.jobStatus(id);
        story.tell("It ended as " + status.rawState() + ", in execution "
                + details.executionId().map(Object::toString).orElse("(none)") + ".");
    }

    private EnqueueRequest request() {
        EnqueueRequest request = EnqueueRequest.of(Payload.ofFile(stage.file()))
                .company(stage.setting("D365FO_COMPANY", "usmf"))
                .externalId("quickstart");
        return stage.isPackage() ? request : request.entity(stage.setting("D365FO_ENTITY", "General journal"));
    }

    private void fetchPackage() {
        RecurringJob exports = stage.exports();
        Optional<DequeueResult> next = exports.dequeue();
        if (next.isEmpty()) {
            story.tell("The export queue is empty.");
            return;
        }
        DequeueResult message = next.get();
        story.tell("Dequeued message " + message.correlationId() + ", leased until " + message.leaseExpiresAt() + ".");
        if (message.fileExists()) {
            DownloadedFile file = exports.download(message, stage.target(), this::progress);
            story.tell("Downloaded " + file.path() + ": " + file.size() + " bytes, SHA-256 " + file.sha256() + ".");
        }
        exports.acknowledge(message);
        story.tell("Acknowledged it.");
        if (stage.isFake()) {
            stage.advance(Duration.ofMinutes(31));
            story.tell("31 minutes later the queue "
                    + (exports.dequeue().isEmpty() ? "is still empty: nothing came back." : "has it again."));
        }
    }

    private void progress(long transferred, OptionalLong total) {
        story.tell("  " + transferred + " of "
                + (total.isPresent() ? String.valueOf(total.getAsLong()) : "an unknown number of") + " bytes");
    }
}

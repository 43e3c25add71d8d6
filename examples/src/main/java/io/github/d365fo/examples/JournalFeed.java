package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;

/** Sends journals into Finance and Operations and follows them to their end. */
public final class JournalFeed {
    private final RecurringJob journals;

    /** Feeds the job {@code activityId}. */
    public JournalFeed(ConnectorClient client, String activityId) {
        this.journals = client.job(activityId);
    }

    /** Sends {@code journal} and returns its message, which may still fail. */
    public MessageId send(Path journal, String batch) {
        // tag::import[]
        MessageId id = journals.enqueue(EnqueueRequest.of(Payload.ofFile(journal))
                .entity("General journal")
                .company("usmf")
                .externalId(batch));
        // end::import[]
        return id;
    }

    /** Waits until a message is processed; fails if it was not processed without errors. */
    public void confirm(MessageId id) {
        // tag::status[]
        MessageStatus status = journals.awaitProcessed(id, Duration.ofMinutes(30));
        if (!status.isSuccess()) {
            JobStatus details = journals.jobStatus(id);
            throw new IllegalStateException("the journal ended as " + status.rawState() + " in execution "
                    + details.executionId().map(Object::toString).orElse("(none)"));
        }
        // end::status[]
    }
}

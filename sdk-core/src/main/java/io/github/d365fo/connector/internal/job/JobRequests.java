package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.observe.Progress;
import io.github.d365fo.connector.internal.pipeline.DoneExchange;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.TextExchange;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.internal.wire.Json;
import io.github.d365fo.connector.internal.wire.QueryString;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.util.Optional;

/** The requests and response parsers of operations with small responses. */
final class JobRequests {
    private static final String MESSAGE_STATUS =
            "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetMessageStatus";

    private final EnvironmentAddress environment;
    private final ActivityId activityId;
    private final Request dequeue;
    private final URI acknowledge;
    private final Time time;
    private final KnownSecrets secrets;

    JobRequests(EnvironmentAddress environment, ActivityId activityId, Time time, KnownSecrets secrets) {
        this.environment = environment;
        this.activityId = activityId;
        this.dequeue = Request.get(Operation.DEQUEUE, address("dequeue", ""));
        this.acknowledge = address("ack", "");
        this.time = time;
        this.secrets = secrets;
    }

    Exchange<MessageId> enqueue(EnqueueRequest request, Progress progress) {
        return new EnqueueExchange(address("enqueue", query(request)), request, progress, secrets);
    }

    Exchange<Optional<DequeueResult>> dequeue() {
        return TextExchange.of(
                dequeue,
                text -> text.isBlank() || text.strip().equals("null")
                        ? Optional.empty()
                        : Optional.of(DequeueResult.fromJson(text, time.now(), secrets)));
    }

    Exchange<Boolean> acknowledge(AckRequest request) {
        secrets.learn(request.popReceipt());
        return new DoneExchange(
                Request.post(Operation.ACKNOWLEDGE, acknowledge, request.toJson()),
                ". It is unknown whether the message is acknowledged: a response may have been lost, and the service"
                        + " may reject a message that is already acknowledged or whose lease has ended. No file is"
                        + " lost, and the file you stored is good. Dequeue again: an unacknowledged message comes"
                        + " back 30 minutes after it was dequeued; download it to the same place and acknowledge it"
                        + " then.");
    }

    Exchange<MessageStatus> messageStatus(MessageId message) {
        return TextExchange.of(
                Request.post(
                        Operation.MESSAGE_STATUS,
                        environment.resolve(MESSAGE_STATUS),
                        Json.write("messageId", message.value())),
                words(text -> MessageStatus.of(Json.parseObject(text).requiredText("value"))));
    }

    Exchange<JobStatus> jobStatus(MessageId message) {
        return TextExchange.of(
                Request.get(
                        Operation.JOB_STATUS,
                        address("jobstatus", QueryString.of("jobId", Optional.of(message.value())))),
                words(JobStatus::fromJson));
    }

    private <T> TextExchange.Reader<T> words(TextExchange.Reader<T> reader) {
        return TextExchange.words(secrets, reader);
    }

    private URI address(String verb, String query) {
        return environment.resolve("/api/connector/" + verb + "/" + activityId.value() + query);
    }

    private static String query(EnqueueRequest request) {
        return QueryString.of("entity", request.entity(), "company", request.company());
    }
}

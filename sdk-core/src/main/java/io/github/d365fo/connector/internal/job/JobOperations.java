package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.NoFileException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.OutcomeNotKnownException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.ErrorTypes;
import io.github.d365fo.connector.internal.call.NullArgument;
import io.github.d365fo.connector.internal.flow.StatusPoll;
import io.github.d365fo.connector.internal.observe.Progress;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.internal.wire.DownloadAddress;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The operations of one job, shared by the blocking and the asynchronous API. Thread-safe. */
public final class JobOperations {
    private static final Failure BEFORE_DOWNLOAD = Failure.of(Operation.DOWNLOAD, Outcome.NOT_SENT);

    private final JobContext client;
    private final ActivityId activityId;
    private final Calls calls;
    private final JobRequests requests;

    /** Creates the operations of the job {@code activityId} of {@code client}. */
    public JobOperations(JobContext client, ActivityId activityId) {
        this.client = client;
        this.activityId = activityId;
        this.calls = client.calls().about(subject -> subject.job(activityId));
        this.requests = new JobRequests(
                client.settings().environment(), activityId, client.pipeline().time(), client.secrets());
    }

    ActivityId activityId() {
        return activityId;
    }

    KnownSecrets knownSecrets() {
        return client.secrets();
    }

    Calls calls() {
        return calls;
    }

    private static void about(Call call, MessageId message) {
        call.events().about(subject -> subject.message(message));
    }

    private static void about(Call call, DequeueResult message) {
        call.events().about(subject -> subject.delivery(message.correlationId()));
    }

    CompletableFuture<MessageId> enqueue(Call call, EnqueueRequest request, TransferListener listener) {
        NullArgument.refuse(request, "request");
        NullArgument.refuse(listener, "progress");
        Progress progress = new Progress(Operation.ENQUEUE, listener, call.events());
        return client.pipeline().run(call, requests.enqueue(request, progress)).whenComplete((id, failure) -> {
            if (failure == null) {
                about(call, id);
            } else {
                progress.failed(ErrorTypes.of(Calls.unwrap(failure)));
            }
        });
    }

    CompletableFuture<Optional<DequeueResult>> dequeue(Call call) {
        return client.pipeline().run(call, requests.dequeue()).thenApply(next -> {
            // A message that is delivered again is not acknowledged, whatever its pop receipt.
            next.ifPresent(message -> {
                about(call, message);
                client.acknowledged().remove(Acknowledged.Delivery.of(activityId, AckRequest.of(message)));
            });
            return next;
        });
    }

    CompletableFuture<DownloadedFile> download(
            Call call, DequeueResult message, Landing landing, TransferListener listener) {
        NullArgument.refuse(message, "message");
        NullArgument.refuse(listener, "progress");
        about(call, message);
        return client.transfers().download(call, address(message), landing, listener);
    }

    CompletableFuture<DownloadStream> open(Call call, DequeueResult message) {
        NullArgument.refuse(message, "message");
        about(call, message);
        return client.pipeline().run(call, new OpenExchange(address(message), client.secrets()));
    }

    CompletableFuture<Void> acknowledge(Call call, AckRequest request) {
        NullArgument.refuse(request, "request");
        call.events().about(subject -> subject.delivery(request.correlationId()));
        Acknowledged.Delivery delivery = Acknowledged.Delivery.of(activityId, request);
        if (client.acknowledged().contains(delivery)) {
            return CompletableFuture.completedFuture(null);
        }
        return client.pipeline()
                .run(call, requests.acknowledge(request))
                .thenAccept(done -> client.acknowledged().add(delivery))
                .exceptionallyCompose(failure -> isDone(delivery, failure)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Returns whether another call of this client has acknowledged the delivery meanwhile. */
    private boolean isDone(Acknowledged.Delivery delivery, Throwable failure) {
        return Calls.unwrap(failure) instanceof ConnectorException known
                && !Calls.isEndedFromOutside(known)
                && client.acknowledged().contains(delivery);
    }

    CompletableFuture<MessageStatus> messageStatus(Call call, MessageId message) {
        NullArgument.refuse(message, "message");
        about(call, message);
        return client.pipeline().run(call, requests.messageStatus(message));
    }

    CompletableFuture<JobStatus> jobStatus(Call call, MessageId message) {
        NullArgument.refuse(message, "message");
        about(call, message);
        return client.pipeline().run(call, requests.jobStatus(message));
    }

    CompletableFuture<MessageStatus> awaitProcessed(Call call, MessageId message, Duration atMost) {
        NullArgument.refuse(message, "message");
        about(call, message);
        return new StatusPoll<>(client.pipeline(), call, new MessagePoll(requests.messageStatus(message)), atMost)
                .run();
    }

    CompletableFuture<ImportOutcome> outcome(Call call, MessageId message) {
        NullArgument.refuse(message, "message");
        return outcome(call, message, "", Optional.empty());
    }

    private CompletableFuture<ImportOutcome> outcome(
            Call call, MessageId message, String company, Optional<MessageStatus> known) {
        about(call, message);
        return client.dataManagement().outcome(call, message, requests.jobStatus(message), company, known);
    }

    CompletableFuture<ImportOutcome> enqueueAndAwait(Call call, EnqueueRequest request, Duration atMost) {
        return enqueue(call, request, TransferListener.none())
                .thenCompose(id -> awaitProcessed(call, id, atMost)
                        .thenCompose(
                                status -> outcome(call, id, request.company().orElse(""), Optional.of(status)))
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                                Calls.unwrap(failure) instanceof ConnectorException known
                                        ? new OutcomeNotKnownException(id, known)
                                        : failure)));
    }

    private DownloadAddress address(DequeueResult message) {
        client.secrets().learn(message.popReceipt());
        URI location = message.downloadLocation()
                .filter(there -> message.fileExists())
                .orElseThrow(() -> new NoFileException(
                        "download failed: the message has no file"
                                + message.errorMessage()
                                        .map(words -> ": " + client.secrets().clean(words))
                                        .orElse("")
                                + ". Acknowledge it, or it comes back every 30 minutes",
                        BEFORE_DOWNLOAD));
        try {
            return DownloadAddress.of(
                    location, client.settings().environment(), client.settings().downloadHosts());
        } catch (JsonException e) {
            throw new MalformedResponseException(
                    "download failed: " + client.secrets().clean(String.valueOf(e.getMessage())), BEFORE_DOWNLOAD);
        }
    }
}

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
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.NoFileException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.OutcomeNotKnownException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Face;
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

/** The verbs of one job, for both faces. Thread-safe. */
public final class JobOperations {
    private static final Failure BEFORE_DOWNLOAD = Failure.of(Operation.DOWNLOAD, Outcome.NOT_SENT);

    private final JobContext client;
    private final ActivityId activityId;
    private final JobRequests calls;

    /** Creates the verbs of the job {@code activityId} of {@code client}. */
    public JobOperations(JobContext client, ActivityId activityId) {
        this.client = client;
        this.activityId = activityId;
        this.calls = new JobRequests(
                client.settings().environment(), activityId, client.pipeline().time(), client.secrets());
    }

    ActivityId activityId() {
        return activityId;
    }

    Call scope() {
        return client.scopes().scope().about(job());
    }

    Call scope(Duration atMost) {
        return client.scopes().scope(atMost).about(job());
    }

    private String job() {
        return "job " + activityId;
    }

    private static void about(Call scope, MessageId message) {
        scope.about("message " + message);
    }

    private static void about(Call scope, DequeueResult message) {
        scope.about("correlation id " + message.correlationId());
    }

    CompletableFuture<MessageId> enqueue(Face face, Call scope, EnqueueRequest request, TransferListener listener) {
        NullArgument.refuse(request, "request");
        NullArgument.refuse(listener, "progress");
        return client.pipeline()
                .run(
                        face,
                        scope,
                        calls.enqueue(
                                request,
                                new Progress(
                                        Operation.ENQUEUE,
                                        listener,
                                        client.pipeline().observer().about(scope.subject()))));
    }

    CompletableFuture<Optional<DequeueResult>> dequeue(Face face, Call scope) {
        return client.pipeline().run(face, scope, calls.dequeue()).thenApply(next -> {
            // What the service delivers again it does not hold for acknowledged, whatever receipt it comes with.
            next.ifPresent(message ->
                    client.acknowledged().remove(Acknowledged.Delivery.of(activityId, AckRequest.of(message))));
            return next;
        });
    }

    CompletableFuture<DownloadedFile> download(
            Face face, Call scope, DequeueResult message, Landing landing, TransferListener listener) {
        NullArgument.refuse(message, "message");
        NullArgument.refuse(listener, "progress");
        about(scope, message);
        return client.transfers().download(face, scope, address(message), landing, listener);
    }

    CompletableFuture<DownloadStream> open(Face face, Call scope, DequeueResult message) {
        NullArgument.refuse(message, "message");
        about(scope, message);
        return client.pipeline().run(face, scope, new OpenExchange(address(message), client.secrets()));
    }

    CompletableFuture<Void> acknowledge(Face face, Call scope, AckRequest request) {
        NullArgument.refuse(request, "request");
        scope.about("correlation id " + request.correlationId());
        Acknowledged.Delivery delivery = Acknowledged.Delivery.of(activityId, request);
        if (client.acknowledged().contains(delivery)) {
            return CompletableFuture.completedFuture(null);
        }
        return client.pipeline()
                .run(face, scope, calls.acknowledge(request))
                .thenAccept(done -> client.acknowledged().add(delivery))
                .exceptionallyCompose(failure -> isDone(delivery, failure)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Returns whether a call failed to do what another one of this client has done meanwhile. */
    private boolean isDone(Acknowledged.Delivery delivery, Throwable failure) {
        return Calls.unwrap(failure) instanceof ConnectorException known
                && !Calls.isEndedFromOutside(known)
                && client.acknowledged().contains(delivery);
    }

    CompletableFuture<MessageStatus> messageStatus(Face face, Call scope, MessageId message) {
        NullArgument.refuse(message, "message");
        about(scope, message);
        return client.pipeline().run(face, scope, calls.messageStatus(message));
    }

    CompletableFuture<JobStatus> jobStatus(Face face, Call scope, MessageId message) {
        NullArgument.refuse(message, "message");
        about(scope, message);
        return client.pipeline().run(face, scope, calls.jobStatus(message));
    }

    CompletableFuture<MessageStatus> awaitProcessed(Face face, Call scope, MessageId message, Duration atMost) {
        NullArgument.refuse(message, "message");
        about(scope, message);
        return new StatusPoll<>(client.pipeline(), face, scope, new MessagePoll(calls.messageStatus(message)), atMost)
                .run();
    }

    CompletableFuture<ImportOutcome> outcome(Face face, Call scope, MessageId message) {
        NullArgument.refuse(message, "message");
        return outcome(face, scope, message, "", Optional.empty());
    }

    private CompletableFuture<ImportOutcome> outcome(
            Face face, Call scope, MessageId message, String company, Optional<MessageStatus> known) {
        about(scope, message);
        return client.dataManagement().outcome(face, scope, message, calls.jobStatus(message), company, known);
    }

    CompletableFuture<ImportOutcome> enqueueAndAwait(Face face, Call scope, EnqueueRequest request, Duration atMost) {
        return enqueue(face, scope, request, TransferListener.none())
                .thenCompose(id -> awaitProcessed(face, scope, id, atMost)
                        .thenCompose(status ->
                                outcome(face, scope, id, request.company().orElse(""), Optional.of(status)))
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
                        "download failed: the message carries no file"
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

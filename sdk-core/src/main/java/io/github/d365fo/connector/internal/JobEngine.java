package io.github.d365fo.connector.internal;

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
import io.github.d365fo.connector.internal.pipeline.CallScope;
import io.github.d365fo.connector.internal.pipeline.Calls;
import io.github.d365fo.connector.internal.pipeline.Face;
import io.github.d365fo.connector.internal.pipeline.MessagePoll;
import io.github.d365fo.connector.internal.pipeline.NullArgument;
import io.github.d365fo.connector.internal.pipeline.StatusPoll;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.internal.transfer.Progress;
import io.github.d365fo.connector.internal.wire.DownloadAddress;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The verbs of one job, for both faces. Thread-safe. */
final class JobEngine {
    private static final Failure BEFORE_DOWNLOAD = Failure.of(Operation.DOWNLOAD, Outcome.NOT_SENT);

    private final ClientCore core;
    private final ActivityId activityId;
    private final ServiceCalls calls;

    JobEngine(ClientCore core, ActivityId activityId) {
        this.core = core;
        this.activityId = activityId;
        this.calls = new ServiceCalls(core.settings().environment(), activityId, core.time(), core.secrets());
    }

    ActivityId activityId() {
        return activityId;
    }

    CallScope scope() {
        return core.scopes().scope().about(job());
    }

    CallScope scope(Duration atMost) {
        return core.scopes().scope(atMost).about(job());
    }

    private String job() {
        return "job " + activityId;
    }

    private static void about(CallScope scope, MessageId message) {
        scope.about("message " + message);
    }

    private static void about(CallScope scope, DequeueResult message) {
        scope.about("correlation id " + message.correlationId());
    }

    CompletableFuture<MessageId> enqueue(
            Face face, CallScope scope, EnqueueRequest request, TransferListener listener) {
        NullArgument.refuse(request, "request");
        NullArgument.refuse(listener, "progress");
        return core.pipeline()
                .run(
                        face,
                        scope,
                        calls.enqueue(
                                request,
                                new Progress(
                                        Operation.ENQUEUE,
                                        listener,
                                        core.observer().about(scope.subject()))));
    }

    CompletableFuture<Optional<DequeueResult>> dequeue(Face face, CallScope scope) {
        return core.pipeline().run(face, scope, calls.dequeue()).thenApply(next -> {
            // What the service delivers again it does not hold for acknowledged, whatever receipt it comes with.
            next.ifPresent(message ->
                    core.acknowledged().remove(Acknowledged.Delivery.of(activityId, AckRequest.of(message))));
            return next;
        });
    }

    CompletableFuture<DownloadedFile> download(
            Face face, CallScope scope, DequeueResult message, Landing landing, TransferListener listener) {
        NullArgument.refuse(message, "message");
        NullArgument.refuse(listener, "progress");
        about(scope, message);
        return core.transfers().download(face, scope, address(message), landing, listener);
    }

    CompletableFuture<DownloadStream> open(Face face, CallScope scope, DequeueResult message) {
        NullArgument.refuse(message, "message");
        about(scope, message);
        return core.pipeline().run(face, scope, new OpenCall(address(message), core.secrets()));
    }

    CompletableFuture<Void> acknowledge(Face face, CallScope scope, AckRequest request) {
        NullArgument.refuse(request, "request");
        scope.about("correlation id " + request.correlationId());
        Acknowledged.Delivery delivery = Acknowledged.Delivery.of(activityId, request);
        if (core.acknowledged().contains(delivery)) {
            return CompletableFuture.completedFuture(null);
        }
        return core.pipeline()
                .run(face, scope, calls.acknowledge(request))
                .thenAccept(done -> core.acknowledged().add(delivery))
                .exceptionallyCompose(failure -> isDone(delivery, failure)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Returns whether a call failed to do what another one of this client has done meanwhile. */
    private boolean isDone(Acknowledged.Delivery delivery, Throwable failure) {
        return Calls.unwrap(failure) instanceof ConnectorException known
                && !Calls.isEndedFromOutside(known)
                && core.acknowledged().contains(delivery);
    }

    CompletableFuture<MessageStatus> messageStatus(Face face, CallScope scope, MessageId message) {
        NullArgument.refuse(message, "message");
        about(scope, message);
        return core.pipeline().run(face, scope, calls.messageStatus(message));
    }

    CompletableFuture<JobStatus> jobStatus(Face face, CallScope scope, MessageId message) {
        NullArgument.refuse(message, "message");
        about(scope, message);
        return core.pipeline().run(face, scope, calls.jobStatus(message));
    }

    CompletableFuture<MessageStatus> awaitProcessed(Face face, CallScope scope, MessageId message, Duration atMost) {
        NullArgument.refuse(message, "message");
        about(scope, message);
        return new StatusPoll<>(core.pipeline(), face, scope, new MessagePoll(calls.messageStatus(message)), atMost)
                .run();
    }

    CompletableFuture<ImportOutcome> outcome(Face face, CallScope scope, MessageId message) {
        NullArgument.refuse(message, "message");
        return outcome(face, scope, message, "", Optional.empty());
    }

    private CompletableFuture<ImportOutcome> outcome(
            Face face, CallScope scope, MessageId message, String company, Optional<MessageStatus> known) {
        about(scope, message);
        return core.dataManagement().outcome(face, scope, message, calls.jobStatus(message), company, known);
    }

    CompletableFuture<ImportOutcome> enqueueAndAwait(
            Face face, CallScope scope, EnqueueRequest request, Duration atMost) {
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
        core.secrets().learn(message.popReceipt());
        URI location = message.downloadLocation()
                .filter(there -> message.fileExists())
                .orElseThrow(() -> new NoFileException(
                        "download failed: the message carries no file"
                                + message.errorMessage()
                                        .map(words -> ": " + core.secrets().clean(words))
                                        .orElse("")
                                + ". Acknowledge it, or it comes back every 30 minutes",
                        BEFORE_DOWNLOAD));
        try {
            return DownloadAddress.of(
                    location, core.settings().environment(), core.settings().downloadHosts());
        } catch (JsonException e) {
            throw new MalformedResponseException(
                    "download failed: " + core.secrets().clean(String.valueOf(e.getMessage())), BEFORE_DOWNLOAD);
        }
    }
}

package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Face;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The asynchronous face of a job. */
public final class DefaultAsyncRecurringJob implements AsyncRecurringJob {
    private final JobOperations engine;
    private final Face face;

    /** Creates the face of {@code engine}. */
    public DefaultAsyncRecurringJob(JobOperations engine, Face face) {
        this.engine = engine;
        this.face = face;
    }

    @Override
    public ActivityId activityId() {
        return engine.activityId();
    }

    @Override
    public CompletableFuture<MessageId> enqueue(EnqueueRequest request, TransferListener progress) {
        return Calls.cancellable(
                Operation.ENQUEUE, engine.scope(), scope -> engine.enqueue(face, scope, request, progress));
    }

    @Override
    public CompletableFuture<Optional<DequeueResult>> dequeue() {
        return Calls.cancellable(Operation.DEQUEUE, engine.scope(), scope -> engine.dequeue(face, scope));
    }

    @Override
    public CompletableFuture<DownloadedFile> download(DequeueResult message, Path target, TransferListener progress) {
        return download(message, target, ExistingTarget.KEEP_IF_SAME, progress);
    }

    @Override
    public CompletableFuture<DownloadedFile> download(
            DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
        Landing landing = new Landing(target, existing);
        return Calls.cancellable(
                Operation.DOWNLOAD, engine.scope(), scope -> engine.download(face, scope, message, landing, progress));
    }

    @Override
    public CompletableFuture<DownloadStream> open(DequeueResult message) {
        return Calls.cancellable(Operation.DOWNLOAD, engine.scope(), scope -> engine.open(face, scope, message));
    }

    @Override
    public CompletableFuture<Void> acknowledge(AckRequest request) {
        return Calls.cancellable(
                Operation.ACKNOWLEDGE, engine.scope(), scope -> engine.acknowledge(face, scope, request));
    }

    @Override
    public CompletableFuture<MessageStatus> messageStatus(MessageId message) {
        return Calls.cancellable(
                Operation.MESSAGE_STATUS, engine.scope(), scope -> engine.messageStatus(face, scope, message));
    }

    @Override
    public CompletableFuture<JobStatus> jobStatus(MessageId message) {
        return Calls.cancellable(Operation.JOB_STATUS, engine.scope(), scope -> engine.jobStatus(face, scope, message));
    }

    @Override
    public CompletableFuture<MessageStatus> awaitProcessed(MessageId message, Duration atMost) {
        return Calls.cancellable(
                Operation.MESSAGE_STATUS,
                engine.scope(atMost),
                scope -> engine.awaitProcessed(face, scope, message, atMost));
    }

    @Override
    public CompletableFuture<ImportOutcome> outcome(MessageId message) {
        return Calls.cancellable(Operation.JOB_STATUS, engine.scope(), scope -> engine.outcome(face, scope, message));
    }

    @Override
    public CompletableFuture<ImportOutcome> enqueueAndAwait(EnqueueRequest request, Duration atMost) {
        return Calls.cancellable(
                Operation.ENQUEUE, engine.scope(atMost), scope -> engine.enqueueAndAwait(face, scope, request, atMost));
    }

    /** Returns the job's id. */
    @Override
    public String toString() {
        return "AsyncRecurringJob[" + activityId() + "]";
    }
}

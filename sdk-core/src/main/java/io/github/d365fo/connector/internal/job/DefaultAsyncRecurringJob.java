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
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The asynchronous API of a job. */
public final class DefaultAsyncRecurringJob implements AsyncRecurringJob {
    private final JobOperations operations;
    private final Calls calls;

    /** Creates the API of {@code operations}. */
    public DefaultAsyncRecurringJob(JobOperations operations) {
        this.operations = operations;
        this.calls = operations.calls();
    }

    @Override
    public ActivityId activityId() {
        return operations.activityId();
    }

    @Override
    public KnownSecrets knownSecrets() {
        return operations.knownSecrets();
    }

    @Override
    public CompletableFuture<MessageId> enqueue(EnqueueRequest request, TransferListener progress) {
        return calls.async(Operation.ENQUEUE, call -> operations.enqueue(call, request, progress));
    }

    @Override
    public CompletableFuture<Optional<DequeueResult>> dequeue() {
        return calls.async(Operation.DEQUEUE, call -> operations.dequeue(call));
    }

    @Override
    public CompletableFuture<DownloadedFile> download(DequeueResult message, Path target, TransferListener progress) {
        return download(message, target, ExistingTarget.KEEP_IF_SAME, progress);
    }

    @Override
    public CompletableFuture<DownloadedFile> download(
            DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
        Landing landing = new Landing(target, existing);
        return calls.async(Operation.DOWNLOAD, call -> operations.download(call, message, landing, progress));
    }

    @Override
    public CompletableFuture<DownloadStream> open(DequeueResult message) {
        return calls.async(Operation.DOWNLOAD, call -> operations.open(call, message));
    }

    @Override
    public CompletableFuture<Void> acknowledge(AckRequest request) {
        return calls.async(Operation.ACKNOWLEDGE, call -> operations.acknowledge(call, request));
    }

    @Override
    public CompletableFuture<MessageStatus> messageStatus(MessageId message) {
        return calls.async(Operation.MESSAGE_STATUS, call -> operations.messageStatus(call, message));
    }

    @Override
    public CompletableFuture<JobStatus> jobStatus(MessageId message) {
        return calls.async(Operation.JOB_STATUS, call -> operations.jobStatus(call, message));
    }

    @Override
    public CompletableFuture<MessageStatus> awaitProcessed(MessageId message, Duration atMost) {
        return calls.async(Operation.MESSAGE_STATUS, atMost, call -> operations.awaitProcessed(call, message, atMost));
    }

    @Override
    public CompletableFuture<ImportOutcome> outcome(MessageId message) {
        return calls.async(Operation.JOB_STATUS, call -> operations.outcome(call, message));
    }

    @Override
    public CompletableFuture<ImportOutcome> enqueueAndAwait(EnqueueRequest request, Duration atMost) {
        return calls.async(Operation.ENQUEUE, atMost, call -> operations.enqueueAndAwait(call, request, atMost));
    }

    /** Returns the job's id. */
    @Override
    public String toString() {
        return "AsyncRecurringJob[" + activityId() + "]";
    }
}

package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
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

/** The blocking API of a job. */
public final class DefaultRecurringJob implements RecurringJob {
    private final JobOperations operations;
    private final Calls calls;

    /** Creates the API of {@code operations}. */
    public DefaultRecurringJob(JobOperations operations) {
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
    public MessageId enqueue(EnqueueRequest request, TransferListener progress) {
        return calls.blocking(Operation.ENQUEUE, call -> operations.enqueue(call, request, progress));
    }

    @Override
    public Optional<DequeueResult> dequeue() {
        return calls.blocking(Operation.DEQUEUE, call -> operations.dequeue(call));
    }

    @Override
    public DownloadedFile download(DequeueResult message, Path target, TransferListener progress) {
        return download(message, target, ExistingTarget.KEEP_IF_SAME, progress);
    }

    @Override
    public DownloadedFile download(
            DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
        Landing landing = new Landing(target, existing);
        return calls.blocking(Operation.DOWNLOAD, call -> operations.download(call, message, landing, progress));
    }

    @Override
    public DownloadStream open(DequeueResult message) {
        return calls.blocking(Operation.DOWNLOAD, call -> operations.open(call, message));
    }

    @Override
    public void acknowledge(AckRequest request) {
        calls.blocking(Operation.ACKNOWLEDGE, call -> operations.acknowledge(call, request));
    }

    @Override
    public MessageStatus messageStatus(MessageId message) {
        return calls.blocking(Operation.MESSAGE_STATUS, call -> operations.messageStatus(call, message));
    }

    @Override
    public JobStatus jobStatus(MessageId message) {
        return calls.blocking(Operation.JOB_STATUS, call -> operations.jobStatus(call, message));
    }

    @Override
    public MessageStatus awaitProcessed(MessageId message, Duration atMost) {
        return calls.blocking(
                Operation.MESSAGE_STATUS, atMost, call -> operations.awaitProcessed(call, message, atMost));
    }

    @Override
    public ImportOutcome outcome(MessageId message) {
        return calls.blocking(Operation.JOB_STATUS, call -> operations.outcome(call, message));
    }

    @Override
    public ImportOutcome enqueueAndAwait(EnqueueRequest request, Duration atMost) {
        return calls.blocking(Operation.ENQUEUE, atMost, call -> operations.enqueueAndAwait(call, request, atMost));
    }

    /** Returns the job's id. */
    @Override
    public String toString() {
        return "RecurringJob[" + activityId() + "]";
    }
}

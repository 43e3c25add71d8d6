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
import io.github.d365fo.connector.internal.call.BlockingFace;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Face;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The blocking face of a job. */
public final class DefaultRecurringJob implements RecurringJob {
    private static final Face FACE = new BlockingFace();

    private final JobOperations engine;

    /** Creates the face of {@code engine}. */
    public DefaultRecurringJob(JobOperations engine) {
        this.engine = engine;
    }

    @Override
    public ActivityId activityId() {
        return engine.activityId();
    }

    @Override
    public MessageId enqueue(EnqueueRequest request, TransferListener progress) {
        return Calls.blocking(
                Operation.ENQUEUE, engine.scope(), scope -> engine.enqueue(FACE, scope, request, progress));
    }

    @Override
    public Optional<DequeueResult> dequeue() {
        return Calls.blocking(Operation.DEQUEUE, engine.scope(), scope -> engine.dequeue(FACE, scope));
    }

    @Override
    public DownloadedFile download(DequeueResult message, Path target, TransferListener progress) {
        return download(message, target, ExistingTarget.KEEP_IF_SAME, progress);
    }

    @Override
    public DownloadedFile download(
            DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
        Landing landing = new Landing(target, existing);
        return Calls.blocking(
                Operation.DOWNLOAD, engine.scope(), scope -> engine.download(FACE, scope, message, landing, progress));
    }

    @Override
    public DownloadStream open(DequeueResult message) {
        return Calls.blocking(Operation.DOWNLOAD, engine.scope(), scope -> engine.open(FACE, scope, message));
    }

    @Override
    public void acknowledge(AckRequest request) {
        Calls.blocking(Operation.ACKNOWLEDGE, engine.scope(), scope -> engine.acknowledge(FACE, scope, request));
    }

    @Override
    public MessageStatus messageStatus(MessageId message) {
        return Calls.blocking(
                Operation.MESSAGE_STATUS, engine.scope(), scope -> engine.messageStatus(FACE, scope, message));
    }

    @Override
    public JobStatus jobStatus(MessageId message) {
        return Calls.blocking(Operation.JOB_STATUS, engine.scope(), scope -> engine.jobStatus(FACE, scope, message));
    }

    @Override
    public MessageStatus awaitProcessed(MessageId message, Duration atMost) {
        return Calls.blocking(
                Operation.MESSAGE_STATUS,
                engine.scope(atMost),
                scope -> engine.awaitProcessed(FACE, scope, message, atMost));
    }

    @Override
    public ImportOutcome outcome(MessageId message) {
        return Calls.blocking(Operation.JOB_STATUS, engine.scope(), scope -> engine.outcome(FACE, scope, message));
    }

    @Override
    public ImportOutcome enqueueAndAwait(EnqueueRequest request, Duration atMost) {
        return Calls.blocking(
                Operation.ENQUEUE, engine.scope(atMost), scope -> engine.enqueueAndAwait(FACE, scope, request, atMost));
    }

    /** Returns the job's id. */
    @Override
    public String toString() {
        return "RecurringJob[" + activityId() + "]";
    }
}

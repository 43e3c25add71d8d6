package io.github.d365fo.connector.internal;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.internal.pipeline.BlockingFace;
import io.github.d365fo.connector.internal.pipeline.Calls;
import io.github.d365fo.connector.internal.pipeline.Face;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The blocking face of a job. */
final class DefaultRecurringJob implements RecurringJob {
    private static final Face FACE = new BlockingFace();

    private final JobEngine engine;

    DefaultRecurringJob(JobEngine engine) {
        this.engine = engine;
    }

    @Override
    public ActivityId activityId() {
        return engine.activityId();
    }

    @Override
    public MessageId enqueue(EnqueueRequest request, TransferListener progress) {
        return Calls.done(engine.enqueue(FACE, engine.scope(), request, progress));
    }

    @Override
    public Optional<DequeueResult> dequeue() {
        return Calls.done(engine.dequeue(FACE, engine.scope()));
    }

    @Override
    public DownloadedFile download(DequeueResult message, Path target, TransferListener progress) {
        return download(message, target, ExistingTarget.KEEP_IF_SAME, progress);
    }

    @Override
    public DownloadedFile download(
            DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
        return Calls.done(engine.download(FACE, engine.scope(), message, new Landing(target, existing), progress));
    }

    @Override
    public DownloadStream open(DequeueResult message) {
        return Calls.done(engine.open(FACE, engine.scope(), message));
    }

    @Override
    public void acknowledge(AckRequest request) {
        Calls.done(engine.acknowledge(FACE, engine.scope(), request));
    }

    @Override
    public MessageStatus messageStatus(MessageId message) {
        return Calls.done(engine.messageStatus(FACE, engine.scope(), message));
    }

    @Override
    public JobStatus jobStatus(MessageId message) {
        return Calls.done(engine.jobStatus(FACE, engine.scope(), message));
    }

    @Override
    public MessageStatus awaitProcessed(MessageId message, Duration atMost) {
        return Calls.done(engine.awaitProcessed(FACE, engine.scope(atMost), message, atMost));
    }

    @Override
    public ImportOutcome outcome(MessageId message) {
        return Calls.done(engine.outcome(FACE, engine.scope(), message));
    }

    @Override
    public ImportOutcome enqueueAndAwait(EnqueueRequest request, Duration atMost) {
        return Calls.done(engine.enqueueAndAwait(FACE, engine.scope(atMost), request, atMost));
    }

    /** Returns the job's id. */
    @Override
    public String toString() {
        return "RecurringJob[" + activityId() + "]";
    }
}

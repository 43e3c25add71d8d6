package io.github.d365fo.testkit.harness;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Which face a behaviour test goes through; the asynchronous one is waited for, so that one test serves both. */
public enum FaceUnderTest {
    BLOCKING {
        @Override
        public RecurringJob job(ConnectorClient client, String activityId) {
            return client.job(activityId);
        }

        @Override
        public DataManagement dataManagement(ConnectorClient client) {
            return client.dataManagement();
        }
    },
    ASYNC {
        @Override
        public RecurringJob job(ConnectorClient client, String activityId) {
            return new Waiting(client.async().job(activityId));
        }

        @Override
        public DataManagement dataManagement(ConnectorClient client) {
            return new WaitingDataManagement(client.async().dataManagement());
        }
    };

    public abstract RecurringJob job(ConnectorClient client, String activityId);

    public abstract DataManagement dataManagement(ConnectorClient client);

    /** Waits for a future and throws what it failed with, as the blocking face does. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static final class Waiting implements RecurringJob {
        private final AsyncRecurringJob job;

        Waiting(AsyncRecurringJob job) {
            this.job = job;
        }

        @Override
        public ActivityId activityId() {
            return job.activityId();
        }

        @Override
        public MessageId enqueue(EnqueueRequest request, TransferListener progress) {
            return join(job.enqueue(request, progress));
        }

        @Override
        public Optional<DequeueResult> dequeue() {
            return join(job.dequeue());
        }

        @Override
        public DownloadedFile download(DequeueResult message, Path target, TransferListener progress) {
            return join(job.download(message, target, progress));
        }

        @Override
        public DownloadedFile download(
                DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
            return join(job.download(message, target, existing, progress));
        }

        @Override
        public DownloadStream open(DequeueResult message) {
            return join(job.open(message));
        }

        @Override
        public void acknowledge(AckRequest request) {
            join(job.acknowledge(request));
        }

        @Override
        public MessageStatus messageStatus(MessageId message) {
            return join(job.messageStatus(message));
        }

        @Override
        public JobStatus jobStatus(MessageId message) {
            return join(job.jobStatus(message));
        }

        @Override
        public MessageStatus awaitProcessed(MessageId message, Duration atMost) {
            return join(job.awaitProcessed(message, atMost));
        }

        @Override
        public ImportOutcome outcome(MessageId message) {
            return join(job.outcome(message));
        }

        @Override
        public ImportOutcome enqueueAndAwait(EnqueueRequest request, Duration atMost) {
            return join(job.enqueueAndAwait(request, atMost));
        }
    }
}

package io.github.d365fo.connector;

import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link RecurringJob} whose calls return futures. Each call behaves like the blocking method of the same name and
 * fails with the same exceptions, as the cause of a {@link java.util.concurrent.CompletionException}. A null argument,
 * or a call on a closed client, is rejected at once.
 *
 * <p>Cancelling a future aborts its exchange at once. Waits between requests hold no thread. Stages that depend on a
 * future and name no executor run on a thread of the client and should be short. Thread-safe.
 */
public interface AsyncRecurringJob {
    /** Returns the id of this job. */
    ActivityId activityId();

    /** Returns the secrets that this job's client uses: {@link RecurringJob#knownSecrets()}. */
    default KnownSecrets knownSecrets() {
        return new KnownSecrets();
    }

    /** Sends a file for import: {@link RecurringJob#enqueue(EnqueueRequest)}. */
    default CompletableFuture<MessageId> enqueue(EnqueueRequest request) {
        return enqueue(request, TransferListener.none());
    }

    /** Sends a file for import: {@link RecurringJob#enqueue(EnqueueRequest, TransferListener)}. */
    CompletableFuture<MessageId> enqueue(EnqueueRequest request, TransferListener progress);

    /** Takes the next message: {@link RecurringJob#dequeue()}. */
    CompletableFuture<Optional<DequeueResult>> dequeue();

    /** Downloads a package: {@link RecurringJob#download(DequeueResult, Path)}. */
    default CompletableFuture<DownloadedFile> download(DequeueResult message, Path target) {
        return download(message, target, TransferListener.none());
    }

    /** Downloads a package: {@link RecurringJob#download(DequeueResult, Path, TransferListener)}. */
    CompletableFuture<DownloadedFile> download(DequeueResult message, Path target, TransferListener progress);

    /**
     * Downloads a package: {@link RecurringJob#download(DequeueResult, Path, ExistingTarget, TransferListener)}.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default CompletableFuture<DownloadedFile> download(
            DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
        throw new UnsupportedOperationException("download with ExistingTarget");
    }

    /** Opens a package as a stream, whose reads block: {@link RecurringJob#open(DequeueResult)}. */
    CompletableFuture<DownloadStream> open(DequeueResult message);

    /** Acknowledges a message: {@link RecurringJob#acknowledge(AckRequest)}. */
    CompletableFuture<Void> acknowledge(AckRequest request);

    /** Acknowledges a message: {@link RecurringJob#acknowledge(DequeueResult)}. */
    default CompletableFuture<Void> acknowledge(DequeueResult message) {
        return acknowledge(AckRequest.of(message));
    }

    /** Asks for the state of a message: {@link RecurringJob#messageStatus(MessageId)}. */
    CompletableFuture<MessageStatus> messageStatus(MessageId message);

    /** Asks for the details of an import: {@link RecurringJob#jobStatus(MessageId)}. */
    CompletableFuture<JobStatus> jobStatus(MessageId message);

    /** Waits for the end of an import: {@link RecurringJob#awaitProcessed(MessageId, Duration)}. */
    CompletableFuture<MessageStatus> awaitProcessed(MessageId message, Duration atMost);

    /** Gathers the outcome of an import: {@link RecurringJob#outcome(MessageId)}. */
    CompletableFuture<ImportOutcome> outcome(MessageId message);

    /** Sends a file and waits for its outcome: {@link RecurringJob#enqueueAndAwait(EnqueueRequest, Duration)}. */
    CompletableFuture<ImportOutcome> enqueueAndAwait(EnqueueRequest request, Duration atMost);
}

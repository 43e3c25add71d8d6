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

/**
 * A recurring data job: the queue that files are sent to for import, or the queue that export packages are fetched
 * from.
 *
 * <p>Every call runs on the calling thread and blocks it. An interrupt ends the call at once with a
 * {@link io.github.d365fo.connector.error.TransportException}; the thread's interrupt flag stays set. All failures are
 * {@link io.github.d365fo.connector.error.ConnectorException}s. Thread-safe.
 *
 * <p>{@code java.net.http} itself retries a GET whose connection ends before the first byte of the response, so the
 * service may receive twice what this SDK counts once. For {@link #dequeue()} this is the same as a lost response: the
 * message comes back when its lease ends.
 */
public interface RecurringJob {
    /** Returns the id of this job. */
    ActivityId activityId();

    /**
     * Returns the secrets that this job's client uses, to keep them out of your own messages: clean what may repeat them
     * with {@link KnownSecrets#clean(Throwable)} before you log it. They are the client's own: what you add to them, the
     * client keeps out of its messages as well. By default none are known, for implementations that have no client.
     */
    default KnownSecrets knownSecrets() {
        return new KnownSecrets();
    }

    /**
     * Sends a file for import and returns the id of its message, for {@link #awaitProcessed}. The service accepts files
     * without reading them: only the status shows whether the import succeeded.
     *
     * <p>Retried only if the service certainly accepted nothing (no connection, 429, 503 with {@code Retry-After},
     * 401): a file that is enqueued twice is imported twice. The service may reject files larger than about 28 MB
     * ("Recurring integrations" names no limit; 30,000,000 bytes is the web server's default).
     *
     * <p>If the response is lost, the message id is lost with it, and the API has no other way to find the message: no
     * program can tell whether the file arrived. So send every file with a unique external id
     * ({@link EnqueueRequest#externalId}) and look for that id under <em>Manage messages</em> of the job. If it is
     * there, pass the message id to {@link #outcome}; if it is still missing after some minutes, send the file again.
     *
     * @throws io.github.d365fo.connector.error.TransportException with {@code Outcome.UNKNOWN} if the file was sent and
     *     no response came: it may have been imported, so look for it before you send it again
     * @throws io.github.d365fo.connector.error.PayloadTooLargeException if the service rejects the size
     * @throws io.github.d365fo.connector.error.IntegrityException if the file is empty, or changed while it was sent
     */
    default MessageId enqueue(EnqueueRequest request) {
        return enqueue(request, TransferListener.none());
    }

    /** Sends a file as {@link #enqueue(EnqueueRequest)} does and reports its progress to {@code progress}. */
    MessageId enqueue(EnqueueRequest request, TransferListener progress);

    /**
     * Takes the next message of the export queue, or empty if there is none. The message is leased for 30 minutes and
     * comes back unless you acknowledge it by then ("Recurring integrations, API for dequeue"). Take one message,
     * download it to a file named after its correlation id, acknowledge it, then take the next. You can stop such a
     * loop at any point and run it again: unacknowledged messages come back, and {@link #download} keeps files that are
     * already there.
     *
     * <p>If the response is lost, the call is retried and takes the next message; the lost one comes back after its
     * lease.
     */
    Optional<DequeueResult> dequeue();

    /**
     * Downloads the package of {@code message} into {@code target}, whose directory must exist.
     *
     * <p>The bytes go to a temporary file in the same directory, whose name begins with {@code .d365fo-};
     * {@code target} appears only when the download is complete, checked and on disk. An existing target is kept if it
     * is the same package, else the download fails: see {@link ExistingTarget#KEEP_IF_SAME}. A failure leaves nothing
     * behind. The temporary file of a killed process is deleted by the next download to the same target, or after 12
     * hours by the next process that writes to the directory. Memory use does not depend on the size.
     *
     * <p>Only one download at a time may write to a target, across processes; a second one fails at once.
     *
     * <p>A package is complete if all announced bytes arrived, match the announced checksum, if any, and form a
     * complete zip ({@link ConnectorClientBuilder#packageCheck}). A truncated package is fetched again within the retry
     * policy, like an interrupted transfer. Anything that is not a package fails at once, since the service would
     * return it again.
     *
     * @throws io.github.d365fo.connector.error.NoFileException if the message has no file; acknowledge it, or it comes
     *     back
     * @throws io.github.d365fo.connector.error.IntegrityException if the bytes do not match what was announced or are
     *     not a complete package (the message says what they are), or if the target is another file, is being written,
     *     or can't be written
     * @throws io.github.d365fo.connector.error.MalformedResponseException if the response declares itself a web page,
     *     or the address is outside the environment and {@link ConnectorClientBuilder#allowDownloadHost} does not allow
     *     it
     */
    default DownloadedFile download(DequeueResult message, Path target) {
        return download(message, target, TransferListener.none());
    }

    /**
     * Downloads as {@link #download(DequeueResult, Path)} does and reports its progress to {@code progress}.
     */
    DownloadedFile download(DequeueResult message, Path target, TransferListener progress);

    /**
     * Downloads as {@link #download(DequeueResult, Path)} does, and treats an existing target as {@code existing} says.
     *
     * @throws UnsupportedOperationException if the implementation is older than this method
     */
    default DownloadedFile download(
            DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
        throw new UnsupportedOperationException("download with ExistingTarget");
    }

    /**
     * Opens the package of {@code message} as a stream, to store it elsewhere than in a file. Close the stream: until
     * then it holds a connection. A stream that breaks off is not resumed; its {@code read} throws. The stream can't be
     * checked to be a complete package before its end: do that before you acknowledge the message, for example with
     * {@link io.github.d365fo.connector.packages.DataPackageReader}.
     *
     * @throws io.github.d365fo.connector.error.NoFileException if the message has no file
     * @throws io.github.d365fo.connector.error.IntegrityException if the response is compressed
     *     ({@code Content-Encoding}), or framed so that a truncation would go unnoticed
     * @throws io.github.d365fo.connector.error.MalformedResponseException if the response is a web page
     */
    DownloadStream open(DequeueResult message);

    /**
     * Acknowledges a message, so that it does not come back. Call this when the file is safe. Posts the response of
     * <em>dequeue</em> unchanged ("Recurring integrations, API for acknowledgment"), with retries within the retry
     * policy.
     *
     * <p>A failure loses nothing. The stored file stays valid: an unacknowledged message comes back when its lease
     * ends. Download it to the same target, where {@link ExistingTarget#KEEP_IF_SAME} keeps the file, and acknowledge
     * it with its new pop receipt.
     *
     * <p>A second acknowledgement of a delivery that this client has acknowledged returns at once without a request;
     * the client remembers the last 4,096. How the service answers any other repeated or late acknowledgement is not
     * documented. Expect 500, which is retried like every 500 and ends as a
     * {@link io.github.d365fo.connector.error.ServiceException} with {@code Outcome.UNKNOWN}, for
     *
     * <ul>
     *   <li>a second one from another client or process, or after a lost response: the message is acknowledged;
     *   <li>a late one, after the lease has ended: the message has come back or will, unless the service accepted it;
     *   <li>a foreign one, whose pop receipt is not that of the last delivery or not of this job: the message comes
     *       back.
     * </ul>
     *
     * <p>In each case the next <em>dequeue</em> tells: a message that does not come back is acknowledged. The service
     * can't extend a lease: if a download always takes longer than 30 minutes and late acknowledgements are rejected,
     * the message comes back forever. Then export less at a time.
     */
    void acknowledge(AckRequest request);

    /** Acknowledges {@code message} as {@link #acknowledge(AckRequest)} does. */
    default void acknowledge(DequeueResult message) {
        acknowledge(AckRequest.of(message));
    }

    /** Returns the state of a message that was enqueued ("Recurring integrations, API for message status"). */
    MessageStatus messageStatus(MessageId message);

    /** Returns what the environment knows about the import of a message: its execution, times and entities. */
    JobStatus jobStatus(MessageId message);

    /**
     * Polls the state of {@code message} until it is terminal, and returns it: check {@link MessageStatus#isSuccess()}.
     * Polls at once, then after 1 second, doubling to 30 seconds. A message normally stays {@code Enqueued} for a
     * minute or more, until the job's next recurrence. After the first response, a failed poll is skipped.
     *
     * @throws io.github.d365fo.connector.error.ProcessingTimeoutException if {@code atMost} passes first; the exception
     *     names the last state
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    MessageStatus awaitProcessed(MessageId message, Duration atMost);

    /**
     * Returns the outcome of the import of {@code message} as known so far: state, entities, failed rows, page and
     * advice, gathered from <em>jobstatus</em> and from data management. {@link ImportOutcome#gaps()} lists what could
     * not be read. To download the error files, use {@link ConnectorClient#dataManagement()}.
     */
    ImportOutcome outcome(MessageId message);

    /**
     * Sends a file, waits until it is processed and returns the outcome: {@link #enqueue(EnqueueRequest)},
     * {@link #awaitProcessed} and {@link #outcome} in one. Check {@link ImportOutcome#isSuccess()}; if the request
     * names a company, the advice also says whether the file went into another one.
     *
     * @throws io.github.d365fo.connector.error.OutcomeNotKnownException if the file arrived but its outcome could not
     *     be learned, for example because {@code atMost} passed first; the exception has the message id, to ask later
     * @throws io.github.d365fo.connector.error.TransportException with {@code Outcome.UNKNOWN} as {@link #enqueue} does
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    ImportOutcome enqueueAndAwait(EnqueueRequest request, Duration atMost);
}

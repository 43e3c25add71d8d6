package io.github.d365fo.connector;

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

/**
 * A recurring data job: the queue through which files go in, or the one through which export packages come out.
 *
 * <p>Every call blocks its thread until it is over, works in that thread, and ends at once with a
 * {@link io.github.d365fo.connector.error.TransportException} when the thread is interrupted, whose interrupt flag is
 * then set again. All failures are {@link io.github.d365fo.connector.error.ConnectorException}s. Thread-safe.
 *
 * <p>{@code java.net.http} itself sends a GET once more if its connection ends before the first byte of an answer, so
 * the service may see a request that this SDK counts once. For {@link #dequeue()} that means what a lost answer means:
 * the message comes back when its lease ends.
 */
public interface RecurringJob {
    /** Returns the id of this job. */
    ActivityId activityId();

    /**
     * Sends a file for import and returns the id of the message that carries it, for {@link #awaitProcessed}. The
     * service accepts files without looking into them: whether the import worked is told by the status alone.
     *
     * <p>Sent again only where the service certainly took nothing (no connection, 429, 503 with {@code Retry-After},
     * 401): what is enqueued twice is imported twice. Files of more than about 28 MB may be refused ("Recurring
     * integrations" names no limit; 30,000,000 bytes is the web server's default).
     *
     * <p>Without its answer a sent file has no message id, and the API has no other way to ask for it: nothing can tell
     * by itself whether it arrived. What can be done: send every file with an external id of its own
     * ({@link EnqueueRequest#externalId}) and look for that id under <em>Manage messages</em> of the job. If it is there,
     * take the message id from there to {@link #outcome}; if it is not there after some minutes, send the file again.
     *
     * @throws io.github.d365fo.connector.error.TransportException with {@code Outcome.UNKNOWN} if the file was sent and
     *     no answer came: it may have been imported, so look for it before sending it again
     * @throws io.github.d365fo.connector.error.PayloadTooLargeException if the service refuses the size
     * @throws io.github.d365fo.connector.error.IntegrityException if the file is empty, or changed while it was sent
     */
    default MessageId enqueue(EnqueueRequest request) {
        return enqueue(request, TransferListener.none());
    }

    /** Sends a file as {@link #enqueue(EnqueueRequest)} does and reports its progress to {@code progress}. */
    MessageId enqueue(EnqueueRequest request, TransferListener progress);

    /**
     * Takes the next message of the export queue, or empty if there is none. The message is leased for 30 minutes; if
     * it is not acknowledged by then it comes back ("Recurring integrations, API for dequeue"). Take one message,
     * download it to a name made of its correlation id, acknowledge it, then take the next. Such a loop may end at any
     * point, and be run again: whatever was not acknowledged comes back, and {@link #download} keeps what is there.
     *
     * <p>If the answer is lost the call is repeated and takes the next message; the lost one comes back after its
     * lease.
     */
    Optional<DequeueResult> dequeue();

    /**
     * Downloads the package of {@code message} into {@code target}, whose directory must exist.
     *
     * <p>The bytes go to a file of its own in the same directory, whose name begins with {@code .d365fo-}; {@code target}
     * appears when the download is whole, checked and on the disk. A target that exists is kept if it is the same
     * package and refused if it is another one: {@link ExistingTarget#KEEP_IF_SAME}, which also says how that is known.
     * A failure leaves nothing behind. What a killed process leaves is deleted by the next download to the same target,
     * or else, after 12 hours, by the next process that writes to the directory. Memory use doesn't depend on the size.
     *
     * <p>One download at a time writes to a target, in this process and among processes; a second one fails at once.
     *
     * <p>A package is whole if all the bytes came that were announced, their checksum is the announced one, if there is
     * one, and they are a whole zip ({@link ConnectorClientBuilder#packageCheck}). What is cut off is fetched again
     * within the retry policy, as a transfer that broke off is; what is something else is refused at once, since the
     * service would give the same again.
     *
     * @throws io.github.d365fo.connector.error.NoFileException if the message carries no file; acknowledge it, or it
     *     comes back
     * @throws io.github.d365fo.connector.error.IntegrityException if what came is not what was announced or no whole
     *     package, when the message says what it is, or if the target exists and is another file, is just being written, or
     *     can't be written
     * @throws io.github.d365fo.connector.error.MalformedResponseException if the answer says of itself that it is a web
     *     page, or the address lies outside the environment and was not allowed by
     *     {@link ConnectorClientBuilder#allowDownloadHost}
     */
    default DownloadedFile download(DequeueResult message, Path target) {
        return download(message, target, TransferListener.none());
    }

    /**
     * Downloads as {@link #download(DequeueResult, Path)} does and reports its progress to {@code progress}.
     */
    DownloadedFile download(DequeueResult message, Path target, TransferListener progress);

    /**
     * Downloads as {@link #download(DequeueResult, Path)} does, and does with a target that exists what {@code existing}
     * says.
     *
     * @throws UnsupportedOperationException if this is an implementation that is older than this method
     */
    default DownloadedFile download(
            DequeueResult message, Path target, ExistingTarget existing, TransferListener progress) {
        throw new UnsupportedOperationException("download with ExistingTarget");
    }

    /**
     * Opens the package of {@code message} as a stream, for those who keep it elsewhere than in a file. Close it:
     * until then it holds a connection. A stream that breaks off is not resumed; its {@code read} throws. Whether it is a
     * whole package can't be checked before its end was read: whoever keeps it must do that before acknowledging the
     * message, with {@link io.github.d365fo.connector.packages.DataPackageReader} for example.
     *
     * @throws io.github.d365fo.connector.error.NoFileException if the message carries no file
     * @throws io.github.d365fo.connector.error.IntegrityException if the package comes packed once more
     *     ({@code Content-Encoding}), or so that nobody could notice if it ended too soon
     * @throws io.github.d365fo.connector.error.MalformedResponseException if a web page came instead
     */
    DownloadStream open(DequeueResult message);

    /**
     * Acknowledges a message, so that it does not come back. Call it when the file is safe. Posts the answer of
     * <em>dequeue</em> as it came ("Recurring integrations, API for acknowledgment"); repeated until it succeeds,
     * within the retry policy.
     *
     * <p>A failure is no loss. The file that was stored stays good and need not be fetched again by hand: a message that
     * is not acknowledged comes back when its lease ends, to be downloaded to the same place, where
     * {@link ExistingTarget#KEEP_IF_SAME} finds it, and acknowledged with its new receipt.
     *
     * <p>A second acknowledgement of a delivery that this client has acknowledged returns at once and asks nobody; the
     * last 4,096 are remembered. What the service says to any other that comes too often or too late is not documented.
     * Expect 500, which is tried again like every 500 and ends as a
     * {@link io.github.d365fo.connector.error.ServiceException} with {@code Outcome.UNKNOWN}, for
     *
     * <ul>
     *   <li>a second one from another client or process, or after an answer was lost: the message is acknowledged;
     *   <li>a late one, after the lease has ended: the message has come back or will, unless the service took it;
     *   <li>a foreign one, whose receipt is not that of the last delivery or of this job: the message comes back.
     * </ul>
     *
     * <p>In each case the next <em>dequeue</em> tells: what does not come back is acknowledged. The service can't extend
     * a lease: where a download always takes longer than 30 minutes and late acknowledgements are refused, the message
     * comes back for ever. Export less at a time then.
     */
    void acknowledge(AckRequest request);

    /** Acknowledges {@code message} as {@link #acknowledge(AckRequest)} does. */
    default void acknowledge(DequeueResult message) {
        acknowledge(AckRequest.of(message));
    }

    /** Returns the state of a message that was enqueued ("Recurring integrations, API for message status"). */
    MessageStatus messageStatus(MessageId message);

    /** Returns what the environment knows about the import of a message: its execution, its times, its entities. */
    JobStatus jobStatus(MessageId message);

    /**
     * Asks for the state of {@code message} until it is terminal, and returns it: check
     * {@link MessageStatus#isSuccess()}. Asks at once, then after 1 second, doubling to 30 seconds. A message normally
     * stays {@code Enqueued} for a minute or more, until the job's next recurrence. Once a first answer has come, a
     * failing question is passed over and asked again.
     *
     * @throws io.github.d365fo.connector.error.ProcessingTimeoutException if {@code atMost} passes first; it names the
     *     last state
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    MessageStatus awaitProcessed(MessageId message, Duration atMost);

    /**
     * Returns what became of the import of {@code message}, as far as it is known by now: state, entities, failed rows,
     * page and advice, gathered from <em>jobstatus</em> and from data management. What of it can't be had is in
     * {@link ImportOutcome#gaps()} and takes nothing away from the rest. The files of errors are fetched by
     * {@link ConnectorClient#dataManagement()}.
     */
    ImportOutcome outcome(MessageId message);

    /**
     * Sends a file, waits until it is processed and returns what became of it: {@link #enqueue(EnqueueRequest)},
     * {@link #awaitProcessed} and {@link #outcome} in one. Check {@link ImportOutcome#isSuccess()}; if the request names
     * a company, the advice also says when the file went into another.
     *
     * @throws io.github.d365fo.connector.error.OutcomeNotKnownException if the file arrived and what became of it could
     *     not be learned, also because {@code atMost} passed first; it holds the message's id, by which to ask later
     * @throws io.github.d365fo.connector.error.TransportException with {@code Outcome.UNKNOWN} as {@link #enqueue} does
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    ImportOutcome enqueueAndAwait(EnqueueRequest request, Duration atMost);
}

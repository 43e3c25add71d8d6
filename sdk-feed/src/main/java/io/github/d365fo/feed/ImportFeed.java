package io.github.d365fo.feed;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends the files of an inbox and follows each to its end: it goes to {@code done/}, to {@code failed/} with a report of
 * its rows, or to {@code in-doubt/} with a note that says what to look for.
 *
 * <pre>{@code
 * ImportFeed feed = ImportFeed.builder(client.job(importActivityId))
 *         .inbox(Path.of("/var/lib/imports"))
 *         .request(FileRule.ofEntity("General journal").companyFromFolder())
 *         .onResult(result -> log.info("{}: {}", result.source(), result.state()))
 *         .build();
 * feed.start();
 * }</pre>
 *
 * <p>A journal on disk is written before each step, so that a restart neither loses nor repeats a file whose fate is
 * known. A file that was sent and whose answer is lost is never sent again by itself: a person looks for it and calls
 * {@link #resolve(String, Resolution)}. Through the package API no file is ever in doubt. Nothing is ever overwritten,
 * and no file is deleted. The guide "Running an import feed" has the details.
 *
 * <p>A feed is started once. Thread-safe.
 */
public interface ImportFeed extends AutoCloseable {
    /** Returns a builder of a feed into a recurring import job. */
    static ImportFeedBuilder builder(RecurringJob job) {
        return ImportFeedBuilder.of(job);
    }

    /**
     * Returns a builder of a feed through the package API. Each file must be a data package; {@code request} names the
     * data project and how to import. Files are imported one after another, since F&amp;O can't run two imports of one
     * data project side by side.
     *
     * @throws IllegalArgumentException if {@code request} has an execution id, which can't serve more than one file, or
     *     says {@code execute(false)}, since such an import has no end
     */
    static ImportFeedBuilder builder(DataManagement data, ImportRequest request) {
        return ImportFeedBuilder.of(data, request);
    }

    /**
     * Starts the feed and returns. Its main thread is no daemon: the process lives until the feed is closed, or has
     * failed.
     *
     * @throws IllegalStateException if the feed was started or closed before
     * @throws java.io.UncheckedIOException if the journal can't be opened, also because it is damaged or another feed uses
     *     it or the inbox
     */
    void start();

    /**
     * Runs the feed until the inbox is empty and every file that was sent is processed, then closes it. For cron jobs and
     * batch schedulers. Waits no longer for the service than the builder's {@code resultTimeout}; what is not processed by
     * then is in the report and the next run goes on with it. A file that keeps changing is left in the inbox.
     *
     * @return what was done
     * @throws ImportFeedException if a failure is one that no attempt can mend, such as a refused sign-in, or the service
     *     or the disk was tried several times in a row and failed each time; the files wait for the next run
     * @throws IllegalStateException if the feed was started or closed before
     * @throws java.io.UncheckedIOException if the journal can't be opened, as with {@link #start()}
     */
    ImportReport runUntilEmpty();

    /**
     * Hands a file to the feed, which takes it at once: it is moved away from where it is, whole as it must be. It can be
     * anywhere; one on another file system is copied, then deleted. It is sent when the feed runs.
     *
     * <p>The future completes when the file has ended, in doubt included, and never fails unless the feed is closed
     * before: then with a {@link java.util.concurrent.CancellationException}, and the next feed goes on with the file.
     *
     * @throws IllegalArgumentException if {@code file} is no regular file, or lies in a folder of the feed's own: that of
     *     files that were taken, have ended or are in doubt, or of the journal
     * @throws IllegalStateException if the feed is closed
     * @throws java.io.UncheckedIOException if the file can't be taken, when it is where it was, or the journal can't be
     *     opened
     */
    CompletableFuture<ImportResult> submit(Path file);

    /**
     * Returns the files that are in doubt, oldest first.
     *
     * @throws java.io.UncheckedIOException if the journal can't be opened, as with {@link #start()}
     */
    List<InDoubtFile> inDoubt();

    /**
     * Goes on with a file that is in doubt, after a person looked for it in the environment. With
     * {@link Resolution#ARRIVED} it goes to {@code done/}, since nothing more can be learned without its message id, and in
     * an ordered feed the next file goes at once. With {@link Resolution#NOT_ARRIVED} it is sent again.
     *
     * <p>What was said before, here or with a message, can be corrected until the file has reached its end, or has been
     * moved away from where it was in doubt to be sent again.
     *
     * @throws IllegalArgumentException if no file with that id is in doubt, or was and has not ended
     * @throws IllegalStateException if the feed is closed, or this is called by the callback that hears of the file
     * @throws java.io.UncheckedIOException if that can't be written down, when nothing has changed; or if the journal can't
     *     be opened
     */
    void resolve(String id, Resolution resolution);

    /**
     * Goes on with a file that is in doubt and arrived as {@code message}, by the id that <em>Manage messages</em> of the
     * job shows: it is followed to its end. If the service does not know such a message, five times in a row, the file is in
     * doubt again. What was said before can be corrected as with {@link #resolve(String, Resolution)}.
     *
     * @throws IllegalArgumentException if no file with that id is in doubt, or was and has not ended
     * @throws IllegalStateException if the feed is closed or sends packages, or this is called by the callback that hears of
     *     the file
     * @throws java.io.UncheckedIOException if that can't be written down, when nothing has changed; or if the journal can't
     *     be opened
     */
    void resolve(String id, MessageId message);

    /**
     * Returns how the feed is. In flight are the files that were sent and are not processed; quarantined are those that
     * ended in {@code failed/} or in doubt since the start; {@code spooled} counts those that wait to be sent;
     * {@code oldestUnacknowledged} is when the oldest file that is not processed was sent.
     */
    FeedHealth health();

    /** Returns what was done so far. */
    ImportReport report();

    /**
     * Stops the feed: takes and sends nothing new, lets calls and callbacks that run go on for at most {@code atMost}, and
     * ends. What runs then is interrupted and not waited for. The journal knows where each file is; the next feed goes on.
     *
     * <p>From inside a callback it waits for the others only, and returns while that callback still runs.
     *
     * @return what was done since the start, and what is left
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    ImportReport drain(Duration atMost);

    /** Stops the feed as {@link #drain} does, within the builder's drain timeout. Closing it again does nothing. */
    @Override
    void close();
}

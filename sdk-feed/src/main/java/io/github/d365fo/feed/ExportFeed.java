package io.github.d365fo.feed;

import io.github.d365fo.connector.RecurringJob;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Drains an export job: takes each message when there is room for it, downloads its package, hands it to a handler,
 * acknowledges it, and remembers it in a {@link DeliveryLedger}, so that what comes back is not handled again.
 *
 * <pre>{@code
 * ExportFeed feed = ExportFeed.builder(client.job(exportActivityId))
 *         .spool(Path.of("/var/lib/exports"))
 *         .handler(export -> warehouse.load(export.file()))
 *         .build();
 * feed.start();
 * }</pre>
 *
 * <p>What is promised in which mode and with which ledger is in the guide "Running a feed". A feed is started once.
 * Thread-safe.
 */
public interface ExportFeed extends AutoCloseable {
    /** Returns a builder of a feed of {@code job}. */
    static ExportFeedBuilder builder(RecurringJob job) {
        return new ExportFeedBuilder(job);
    }

    /**
     * Starts the feed's threads and returns. They are no daemons: the process lives until the feed is closed, or has
     * failed.
     *
     * @throws IllegalStateException if the feed was started or closed before
     * @throws LedgerException if the ledger can't be opened
     * @throws java.io.UncheckedIOException if the spool can't be opened, also because another feed has it
     */
    void start();

    /**
     * Runs the feed until the job has no message, nothing is being worked on and the spool is empty, then closes it. For
     * cron jobs and batch schedulers.
     *
     * @return what was done
     * @throws FeedException if a poll fails, a failure is {@link FailureKind#FATAL}, or the thread is interrupted, which it
     *     still is then; everything else is in the report
     * @throws IllegalStateException if the feed was started or closed before
     * @throws LedgerException if the ledger can't be opened
     * @throws java.io.UncheckedIOException if the spool can't be opened, also because another feed has it
     */
    FeedReport runUntilEmpty();

    /** Takes no new message until {@link #resume()}; what was begun is finished. Does nothing if the feed does not run. */
    void pause();

    /** Ends a {@link #pause()}. */
    void resume();

    /** Returns how the feed is. */
    FeedHealth health();

    /** Returns what was done so far. */
    FeedReport report();

    /**
     * Hands a package from quarantine to the handler once more, in the caller's thread, and takes it out of quarantine if
     * that succeeds. It passes the ledger by, and can be called whether the feed runs or not.
     *
     * @param place the package's directory in quarantine, as {@link FeedListener.Quarantined#place()} gave it
     * @return a report with one handled package
     * @throws FeedException with what the handler threw; the package then stays where it is
     * @throws IllegalArgumentException if there is no package in {@code place}
     * @throws java.io.UncheckedIOException if it can't be read, is not the package that was put there, or is being replayed
     */
    FeedReport replay(Path place);

    /**
     * Stops the feed: takes no new message, lets running handlers go on for at most {@code atMost}, tries acknowledgements
     * that failed once more, and ends. A handler that still runs then is interrupted, and waited for two seconds more. If it
     * goes on, its message is among those that are left, and the feed keeps spool and ledger until it ends, so that no other
     * feed hands its package out meanwhile; what it does counts.
     *
     * <p>From inside a handler it waits for the others only, and returns while that handler still runs.
     *
     * @return what was done since the start, and what is left
     * @throws IllegalArgumentException if {@code atMost} is negative
     */
    FeedReport drain(Duration atMost);

    /** Stops the feed as {@link #drain} does, within the builder's drain timeout. Closing it again does nothing. */
    @Override
    void close();
}

package io.github.d365fo.feed;

import java.util.List;
import java.util.Objects;

/**
 * What an {@link ExportFeed} did since it was started. Immutable.
 *
 * @param handled packages that were handled
 * @param duplicates messages that came back after they were settled, and were acknowledged without being handled again
 * @param quarantined packages that went to quarantine
 * @param failed attempts to handle that failed
 * @param withoutFile messages that carried no file
 * @param spooled packages that lie in the spool and will be handled by the next run
 * @param unanswered questions for a message whose answer was lost: each may have been given one, which comes back
 * @param leftOver messages that were not acknowledged and are still leased, earliest return first
 */
public record FeedReport(
        long handled,
        long duplicates,
        long quarantined,
        long failed,
        long withoutFile,
        long spooled,
        long unanswered,
        List<LeftOver> leftOver) {
    /** Refuses null. */
    public FeedReport {
        Objects.requireNonNull(leftOver, "leftOver").forEach(each -> Objects.requireNonNull(each, "leftOver"));
        leftOver = List.copyOf(leftOver);
    }
}

package io.github.d365fo.feed;

/**
 * What an {@link ImportFeed} did since it was started, and what is left. Immutable.
 *
 * @param processed files that ended in {@code done/}
 * @param failed files that ended in {@code failed/}
 * @param inDoubt files that are in doubt now, those of earlier runs included
 * @param unprocessed files that the feed has taken and that have not ended: the next run goes on with them
 */
public record ImportReport(long processed, long failed, long inDoubt, long unprocessed) {}

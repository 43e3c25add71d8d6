package io.github.d365fo.feed;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a feed is, at one moment. Immutable.
 *
 * @param state what it is doing
 * @param lastPoll when it last looked for work and got an answer
 * @param lastSuccess when it last settled a message or a file
 * @param lastError the last failure, which later successes don't take away
 * @param lastErrorAt when that was
 * @param inFlight messages or files that are being worked on
 * @param quarantined packages or files that were given up since the feed was started
 * @param spooled packages that lie in the spool, or files in the inbox, and wait
 * @param throttledUntil until when the service wants no requests, if it said so and that is still to come
 * @param oldestUnacknowledged when the oldest message that this feed knows of and could not acknowledge was first seen:
 *     the service deletes packages after seven days
 * @param spooledBytes how many bytes lie in the spool of an export feed; 0 for an import feed
 * @param inDoubt files of an import feed of which nobody knows whether they arrived; 0 for an export feed
 */
public record FeedHealth(
        FeedState state,
        Optional<Instant> lastPoll,
        Optional<Instant> lastSuccess,
        Optional<Throwable> lastError,
        Optional<Instant> lastErrorAt,
        int inFlight,
        long quarantined,
        int spooled,
        Optional<Instant> throttledUntil,
        Optional<Instant> oldestUnacknowledged,
        long spooledBytes,
        long inDoubt) {
    /** Refuses null. */
    public FeedHealth {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(lastPoll, "lastPoll");
        Objects.requireNonNull(lastSuccess, "lastSuccess");
        Objects.requireNonNull(lastError, "lastError");
        Objects.requireNonNull(lastErrorAt, "lastErrorAt");
        Objects.requireNonNull(throttledUntil, "throttledUntil");
        Objects.requireNonNull(oldestUnacknowledged, "oldestUnacknowledged");
    }
}

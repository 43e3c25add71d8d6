package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.internal.run.Growing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a feed has done, what went wrong, and how long that keeps it from sending. Times that people read are those of the
 * clock; those to wait for are those of the feed's waits. Guarded by the engine's lock.
 */
final class Tally {
    /** Failures in a row after which a run that is to end gives up. */
    static final int MOST_FAILURES = 8;

    long done;
    long failed;
    long doubted;
    Instant sendFrom = Instant.MIN;
    Optional<Instant> lastPoll = Optional.empty();
    Optional<Instant> lastSuccess = Optional.empty();
    Optional<Throwable> lastError = Optional.empty();
    Optional<Instant> lastErrorAt = Optional.empty();
    Optional<Throwable> fatal = Optional.empty();
    private Optional<Instant> throttledUntil = Optional.empty();
    private final Clock clock;
    private final Growing pauses;
    private final Telling telling;
    private int failuresInARow;
    private int heldInARow;

    Tally(Clock clock, Growing pauses, Telling telling) {
        this.clock = clock;
        this.pauses = pauses;
        this.telling = telling;
    }

    /**
     * Counts what a step of a file gave.
     *
     * @param sent whether the file arrived by it
     */
    void stepped(Next next, boolean sent, Instant now) {
        heldInARow = sent ? 0 : heldInARow;
        if (next.failure().isPresent()) {
            failed(next.failure().get(), next, now);
        } else {
            failuresInARow = 0;
        }
    }

    private void failed(Throwable failure, Next next, Instant now) {
        note(failure);
        if (next.reach() != Next.Reach.FILE) {
            failuresInARow++;
        }
        if (next.reach() == Next.Reach.FATAL) {
            fatal = lastError;
        }
        if (next.reach() == Next.Reach.FEED) {
            hold(failure, next.pause(), now);
        }
    }

    /** Whoever fails one file after another waits longer from one to the next, although each is tried but once. */
    private void hold(Throwable failure, Duration pause, Instant now) {
        heldInARow++;
        Duration grown = pauses.before(heldInARow);
        Instant until = now.plus(grown.compareTo(pause) < 0 ? pause : grown);
        sendFrom = until.isAfter(sendFrom) ? until : sendFrom;
        if (failure instanceof ThrottledException) {
            throttledUntil = Optional.of(until);
        }
    }

    /** Returns the clock's time when the service wants requests again, if it wants none {@code now}. */
    Optional<Instant> throttledUntil(Instant now) {
        return throttledUntil
                .filter(until -> until.isAfter(now))
                .map(until -> clock.instant().plus(Duration.between(now, until)));
    }

    /** Notes a failure that counts for a run that is to end. */
    void error(Throwable failure) {
        failuresInARow++;
        note(failure);
    }

    /** Notes a failure. */
    void note(Throwable failure) {
        lastError = Optional.of(telling.failure(failure));
        lastErrorAt = Optional.of(clock.instant());
    }

    /** Notes why the feed ends for good. */
    void fail(Throwable failure) {
        note(failure);
        fatal = lastError;
    }

    /** Notes that the inbox was looked into. */
    void polled() {
        lastPoll = Optional.of(clock.instant());
    }

    void ended(ImportPlace place) {
        // What may throw comes before what is counted once.
        Optional<Instant> now = Optional.of(clock.instant());
        switch (place) {
            case DONE -> {
                done++;
                lastSuccess = now;
            }
            case FAILED -> failed++;
            case IN_DOUBT -> doubted++;
        }
    }

    /** Returns whether so much failed in a row that a run that is to end gives up. */
    boolean hasGivenUp() {
        return failuresInARow >= MOST_FAILURES || heldInARow >= MOST_FAILURES;
    }

    /** Returns why a run that is to end ends before its time, if it does. */
    Optional<Throwable> failure() {
        return hasGivenUp() ? fatal.or(() -> lastError) : fatal;
    }
}

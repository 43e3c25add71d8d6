package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.ImportPlace;
import java.time.Instant;
import java.util.Optional;

/** What a feed has done and what went wrong. Guarded by the engine's lock. */
final class Tally {
    long done;
    long failed;
    long doubted;
    int failuresInARow;
    Optional<Instant> lastPoll = Optional.empty();
    Optional<Instant> lastSuccess = Optional.empty();
    Optional<Throwable> lastError = Optional.empty();
    Optional<Instant> lastErrorAt = Optional.empty();
    Optional<Throwable> fatal = Optional.empty();
    Optional<Instant> throttledUntil = Optional.empty();

    void ended(ImportPlace place, Instant now) {
        switch (place) {
            case DONE -> {
                done++;
                lastSuccess = Optional.of(now);
            }
            case FAILED -> failed++;
            case IN_DOUBT -> doubted++;
        }
    }

    void error(Throwable failure, Instant now) {
        failuresInARow++;
        lastError = Optional.of(failure);
        lastErrorAt = Optional.of(now);
    }
}

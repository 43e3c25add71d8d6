package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.ImportReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What can be told of a feed at one moment. Guarded by the engine's lock.
 *
 * @param works the files that have not ended
 * @param tally what was done
 * @param scan the last look into the inbox
 */
record Overview(Collection<Work> works, Tally tally, InboxScan.Found scan) {
    /** Files that wait for their move are in memory, so there may not be any number of them. */
    static final int MOST_UNPLACED = 1000;

    ImportReport report() {
        long doubtful = doubtful();
        return new ImportReport(tally.done, tally.failed, doubtful, works.size() - doubtful);
    }

    private long doubtful() {
        return works.stream().filter(work -> work.entry.isInDoubt()).count();
    }

    /** Returns why a file is not where it ends, or why so many are not that no more are taken, if there is such a file. */
    Optional<Throwable> unplaced() {
        Optional<Throwable> first =
                works.stream().flatMap(work -> work.unplaced.stream()).findFirst();
        return isFull() ? first.map(Overview::full) : first;
    }

    private static Throwable full(Throwable first) {
        return new IOException(
                "nothing is taken from the inbox, since " + MOST_UNPLACED
                        + " files or more have ended and can't be moved: " + Printable.words(first),
                first);
    }

    /** Returns whether so many files can't be put where they end that no more are to be taken. */
    boolean isFull() {
        return works.stream().filter(work -> work.unplaced.isPresent()).count() >= MOST_UNPLACED;
    }

    /** Returns whether nothing is to be done before something comes. */
    boolean isIdle() {
        return scan.left() + scan.unsettled() == 0 && works.stream().allMatch(work -> work.entry.rests());
    }

    FeedHealth health(FeedState state, Instant now) {
        long ready = works.stream()
                .filter(work -> work.stage() == Stage.TAKEN && !work.busy)
                .count();
        return new FeedHealth(
                state,
                tally.lastPoll,
                tally.lastSuccess,
                unplaced().or(() -> tally.lastError),
                tally.lastErrorAt,
                (int) Plan.unprocessed(works),
                tally.failed + tally.doubted,
                (int) ready + scan.left() + scan.unsettled(),
                tally.throttledUntil(now),
                oldest(),
                0,
                doubtful());
    }

    private Optional<Instant> oldest() {
        return works.stream()
                .filter(work -> isWithService(work.stage()))
                .flatMap(work -> work.entry.shipment().map(Shipment::at).stream())
                .min(Instant::compareTo);
    }

    /**
     * Returns whether a run that began at {@code begun} has nothing to do and nothing to wait for, since each file has ended
     * or the service takes longer than {@code timeout}, and no more are there or may be taken. The times are those of the
     * feed's waits.
     */
    boolean isFinished(Instant begun, Duration timeout, Instant now) {
        boolean inboxEmpty = scan.failure().isEmpty() && scan.left() == 0 && scan.worthWaiting() == 0;
        return (inboxEmpty || isFull()) && works.stream().allMatch(work -> isLeft(work, begun, timeout, now));
    }

    private static boolean isLeft(Work work, Instant begun, Duration timeout, Instant now) {
        Instant from = work.since.isAfter(begun) ? work.since : begun;
        boolean late = !from.plus(timeout).isAfter(now);
        return work.entry.rests() || work.isStuck() || (isWithService(work.stage()) && late && !work.busy);
    }

    private static boolean isWithService(Stage stage) {
        return stage == Stage.SENT || stage == Stage.SENDING;
    }
}

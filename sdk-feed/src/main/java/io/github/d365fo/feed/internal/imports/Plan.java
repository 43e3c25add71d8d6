package io.github.d365fo.feed.internal.imports;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Chooses which file is worked on next. What was sent goes before what is to be sent; otherwise files go in the order in
 * which they were taken. Immutable.
 *
 * @param ordered whether a file is sent only when all before it have ended
 * @param concurrency how many files are sent at once
 * @param maxUnprocessed how many may be sent and not processed
 */
record Plan(boolean ordered, int concurrency, int maxUnprocessed) {

    /** Returns the next file to work on, or empty if there is none now. */
    Optional<Work> next(Collection<Work> works, Instant now, Instant sendFrom) {
        Optional<Work> other = works.stream()
                .filter(work -> !work.busy && isFollowUp(work) && !work.due.isAfter(now))
                .findFirst();
        boolean otherAllowed = works.stream()
                        .filter(work -> work.busy && isFollowUp(work.begun))
                        .count()
                < concurrency;
        if (other.isPresent() && otherAllowed) {
            return other;
        }
        return sendFrom.isAfter(now) || sending(works) >= concurrency ? Optional.empty() : send(works, now);
    }

    private Optional<Work> send(Collection<Work> works, Instant now) {
        boolean full = unprocessed(works) >= maxUnprocessed;
        for (Work work : works) {
            boolean begun = work.stage() == Stage.SENDING;
            if (isToSend(work.stage()) && !work.busy && !work.due.isAfter(now) && (begun || !full)) {
                return Optional.of(work);
            }
            if (ordered && !work.entry.isOver() && !work.isSettled()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Returns when to look again if nothing else happens, or empty if only something else can help. */
    Optional<Instant> nextTime(Collection<Work> works, Instant now, Instant sendFrom) {
        return works.stream()
                .filter(work -> !work.busy && !work.entry.rests())
                .map(work -> isToSend(work.stage()) && sendFrom.isAfter(work.due) ? sendFrom : work.due)
                .filter(due -> due.isAfter(now))
                .min(Instant::compareTo);
    }

    /** Returns whether the files that are left all wait for a person. */
    boolean isHeldByDoubt(Collection<Work> works) {
        return ordered
                && works.stream().anyMatch(work -> work.entry.isInDoubt() && hasRest(work))
                && works.stream().allMatch(work -> hasRest(work) || (work.stage() == Stage.TAKEN && !work.busy));
    }

    private static boolean hasRest(Work work) {
        return work.entry.rests() || work.isStuck();
    }

    static long unprocessed(Collection<Work> works) {
        return works.stream()
                .filter(work -> work.stage() == Stage.SENDING || work.stage() == Stage.SENT || isSending(work))
                .count();
    }

    private static long sending(Collection<Work> works) {
        return works.stream().filter(Plan::isSending).count();
    }

    private static boolean isSending(Work work) {
        return work.busy && isToSend(work.begun);
    }

    private static boolean isToSend(Stage stage) {
        return stage == Stage.TAKEN || stage == Stage.SENDING;
    }

    /** One that has its end is followed until that is counted. */
    private static boolean isFollowUp(Work work) {
        return isFollowUp(work.stage()) || (work.stage() == Stage.PLACED && !work.counted);
    }

    private static boolean isFollowUp(Stage stage) {
        return stage == Stage.SENT || stage == Stage.PLACING || stage == Stage.RETURNING;
    }
}

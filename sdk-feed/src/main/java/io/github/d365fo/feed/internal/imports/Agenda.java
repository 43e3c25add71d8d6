package io.github.d365fo.feed.internal.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a feed has to do: its files that have not ended, and the next look into its inbox. All times are those of the feed's
 * waits. Guarded by the engine's lock.
 */
final class Agenda {
    /** How many files are taken before they can be sent, so that a full inbox doesn't become a full journal. */
    private static final int TAKEN_AHEAD = 100;

    private final ImportSettings settings;
    private final Tally tally;
    private final Plan plan;
    private final Map<String, Work> works = new LinkedHashMap<>();
    private InboxScan.Found lastScan = new InboxScan.Found(0, 0, 0, Duration.ZERO, Optional.empty());
    private Instant nextScan = Instant.MIN;
    private Instant begunAt = Instant.MIN;
    private boolean scanning;
    private boolean toEnd;
    private boolean full;

    Agenda(ImportSettings settings, Tally tally) {
        this.settings = settings;
        this.tally = tally;
        this.plan = new Plan(settings.ordered(), settings.concurrency(), settings.maxUnprocessed());
    }

    /** Notes that a run begins, which is over when nothing is left if it is {@code toEnd}. */
    void begin(boolean toEnd, Instant now) {
        this.toEnd = toEnd;
        this.begunAt = now;
    }

    void add(Work work) {
        works.put(work.entry.id(), work);
    }

    @Nullable
    Work find(String id) {
        return works.get(id);
    }

    /** Returns the files in the order in which they were taken. */
    List<Work> works() {
        return List.copyOf(works.values());
    }

    Overview overview() {
        return new Overview(works.values(), tally, lastScan);
    }

    /** Chooses what {@code turn} is to do now, which nobody else does until it is given back, or returns false. */
    boolean choose(Turn turn, Instant now) {
        Optional<Work> work = plan.next(works.values(), now, tally.sendFrom);
        if (work.isPresent()) {
            turn.chooseWork(work.get());
            work.get().begin(now);
            return true;
        }
        if (scanning || nextScan.isAfter(now) || plan.isHeldByDoubt(works.values())) {
            return false;
        }
        scanning = true;
        turn.chooseScan();
        return true;
    }

    /** Lets others have what {@code turn} has chosen, if it is not done. Nothing here needs memory. */
    void giveBack(Turn turn) {
        Work work = turn.work();
        if (work != null) {
            work.busy = false;
        }
        if (turn.isScan()) {
            scanning = false;
        }
        turn.giveUp();
    }

    void remove(Work work) {
        works.remove(work.entry.id());
    }

    /** Returns when to look again if nothing else happens. */
    Instant nextTime(Instant now) {
        Instant due = plan.nextTime(works.values(), now, tally.sendFrom).orElse(now.plus(settings.lastIdle()));
        boolean scans = !scanning && nextScan.isAfter(now) && nextScan.isBefore(due);
        return scans ? nextScan : due;
    }

    /**
     * Returns whether a run that is to end has nothing left to do, or gives up.
     *
     * @param running how many threads do something
     */
    boolean isOver(int running, Instant now) {
        return toEnd && ((running == 0 && isEmpty(now)) || tally.hasGivenUp());
    }

    private boolean isEmpty(Instant now) {
        if (scanning) {
            return false;
        }
        boolean scanned = nextScan.isAfter(now);
        return plan.isHeldByDoubt(works.values())
                || (scanned && overview().isFinished(begunAt, settings.resultTimeout(), now));
    }

    /** Returns how many more files are to be taken. */
    int room() {
        if (overview().isFull()) {
            return 0;
        }
        long waiting = works.values().stream()
                .filter(work -> work.stage() == Stage.TAKEN)
                .count();
        return (int) Math.max(0, Math.max(TAKEN_AHEAD, 2L * settings.concurrency()) - waiting);
    }

    /**
     * Notes what a step of a file gave.
     *
     * @param sent whether the file arrived by it
     */
    void stepped(Turn turn, Work work, Next next, boolean sent, Instant now) {
        work.due = work.stage() == Stage.PLACING && next.reach() == Next.Reach.FEED ? now : now.plus(next.pause());
        tally.stepped(next, sent, now);
        if (work.stage() == Stage.PLACED && !work.counted) {
            work.entry.ending().ifPresent(ending -> tally.ended(ending.place()));
            work.counted = true;
            nextScan = toEnd ? now : nextScan;
        }
        if (work.entry.isOver()) {
            remove(work);
        }
        giveBack(turn);
    }

    /** Returns why nothing is taken from the inbox any more, if that was not so at the last call. */
    Optional<Throwable> newlyFull() {
        boolean before = full;
        full = overview().isFull();
        return full && !before ? overview().unplaced() : Optional.empty();
    }

    /** Notes what a look into the inbox gave. */
    void scanned(Turn turn, InboxScan.Found found, Instant now) {
        lastScan = found;
        nextScan = now.plus(found.pause());
        if (found.failure().isEmpty()) {
            tally.polled();
        }
        giveBack(turn);
    }
}

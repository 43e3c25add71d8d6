package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.feed.internal.run.Breather;
import io.github.d365fo.feed.internal.run.Untold;
import io.github.d365fo.feed.internal.run.Waits;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Chooses what to do next, and hands it to the executor's threads. Nothing that is thrown on the way ends it or keeps what
 * was chosen: whatever could not be told is told later.
 */
final class ImportLoop {
    /** How often a clock that stands still is looked at while something runs. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Crew crew;
    private final Agenda agenda;
    private final Tally tally;
    private final Chores chores;
    private final Executor executor;
    private final Clock clock;
    private final Waits waits;
    private final Untold untold;
    private final ImportEngine engine;
    private final Breather breather = new Breather();
    private boolean begun;

    ImportLoop(
            Crew crew,
            Agenda agenda,
            Tally tally,
            Chores chores,
            Executor executor,
            Clock clock,
            Waits waits,
            Untold untold,
            ImportEngine engine) {
        this.crew = crew;
        this.agenda = agenda;
        this.tally = tally;
        this.chores = chores;
        this.executor = executor;
        this.clock = clock;
        this.waits = waits;
        this.untold = untold;
        this.engine = engine;
    }

    /**
     * Does what there is to do until the feed is closed or fails; if {@code untilEmpty}, also until nothing is left.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void run(boolean untilEmpty) throws InterruptedException {
        begun = false;
        try {
            boolean more = true;
            while (more) {
                more = goOn(untilEmpty);
            }
        } finally {
            crew.endLoop();
            engine.leave();
        }
    }

    private void begin(boolean untilEmpty) {
        crew.lock.lock();
        try {
            agenda.begin(untilEmpty, waits.now());
            crew.beginLoop();
        } finally {
            crew.lock.unlock();
        }
    }

    private boolean goOn(boolean untilEmpty) throws InterruptedException {
        try {
            if (!begun) {
                begin(untilEmpty);
                begun = true;
            }
            engine.tellUntold();
            engine.announce();
            boolean more = doNext();
            breather.reset();
            return more;
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            untold.keep(e);
            breather.pause();
            return true;
        }
    }

    /** Begins what is next or waits for that, and returns whether there is more. */
    private boolean doNext() throws InterruptedException {
        Turn turn = new Turn();
        crew.lock.lock();
        try {
            Instant now = waits.now();
            if (crew.isDraining() || tally.fatal.isPresent() || agenda.isOver(crew.inside(), now)) {
                return false;
            }
            if (!agenda.choose(turn, now)) {
                pause(now);
                return true;
            }
            crew.enter();
        } finally {
            crew.lock.unlock();
        }
        dispatch(turn);
        return true;
    }

    @SuppressWarnings("WaitNotInLoop") // The caller loops.
    private void pause(Instant now) throws InterruptedException {
        if (crew.inside() > 0 && clock instanceof VirtualClock) {
            // A wait would move such a clock, and what runs would seem to take that long.
            crew.changed.awaitNanos(LOOK_NANOS);
            return;
        }
        waits.await(crew.lock, crew.changed, agenda.nextTime(now));
    }

    private void dispatch(Turn turn) {
        try {
            executor.execute(() -> perform(turn));
        } catch (Throwable e) {
            // No thread could be had. What was chosen stays busy unless it is done here.
            chores.tell("starting a thread", e);
            perform(turn);
        }
    }

    private void perform(Turn turn) {
        if (!turn.begin()) {
            return;
        }
        try {
            crew.beginWork();
            chores.perform(engine.opened(), turn);
        } catch (Throwable e) {
            untold.keep(e);
            // It may be chosen again at once.
            Breather.once();
        } finally {
            giveBack(turn);
            engine.leave();
        }
    }

    private void giveBack(Turn turn) {
        Breather.lock(crew.lock);
        try {
            agenda.giveBack(turn);
            crew.endWork();
        } finally {
            crew.lock.unlock();
        }
    }
}

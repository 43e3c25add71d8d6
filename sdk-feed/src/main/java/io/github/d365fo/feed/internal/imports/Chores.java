package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.run.Breather;
import io.github.d365fo.feed.internal.run.Growing;
import io.github.d365fo.feed.internal.run.Untold;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the threads of a feed do: a step of a file, or a look into the inbox. However that ends, the agenda hears of it.
 * Thread-safe.
 */
final class Chores {
    private final Lock lock;
    private final Agenda agenda;
    private final Tally tally;
    private final Events events;
    private final Waits waits;
    private final BooleanSupplier stopping;
    private final Growing pauses;
    private final Untold untold;

    /**
     * Chores of one feed.
     *
     * @param lock guards {@code agenda} and {@code tally}
     * @param stopping whether no more files are to be taken
     * @param untold keeps what can't be told
     */
    Chores(
            Lock lock,
            Agenda agenda,
            Tally tally,
            Events events,
            Waits waits,
            Growing pauses,
            BooleanSupplier stopping,
            Untold untold) {
        this.lock = lock;
        this.agenda = agenda;
        this.tally = tally;
        this.events = events;
        this.waits = waits;
        this.pauses = pauses;
        this.stopping = stopping;
        this.untold = untold;
    }

    /** Does what {@code turn} has chosen. */
    void perform(OpenFeed open, Turn turn) {
        Work work = turn.work();
        if (work == null) {
            scan(open, turn);
        } else {
            step(open, turn, work);
        }
    }

    private void step(OpenFeed open, Turn turn, Work work) {
        boolean unsent = !work.entry.hasArrived();
        Next next;
        try {
            next = open.steps().step(work);
        } catch (Throwable e) {
            work.failures++;
            next = Next.unexpected(e, pauses.before(work.failures));
        }
        stepped(turn, work, next, unsent && work.entry.hasArrived());
        String doing = "working on " + work.entry.source();
        if (next.reach() == Next.Reach.FATAL) {
            next.failure().ifPresent(failure -> events.stops(doing, failure));
        } else {
            next.failure().ifPresent(failure -> tell(doing, failure));
        }
    }

    private void stepped(Turn turn, Work work, Next next, boolean sent) {
        locked(() -> {
            agenda.stepped(turn, work, next, sent, waits.now());
            return true;
        });
    }

    private void scan(OpenFeed open, Turn turn) {
        InboxScan.Found found = open.scan().scan(locked(agenda::room), stopping, file -> take(open, file));
        scanned(turn, found);
        found.failure().ifPresent(failure -> trouble("taking files from the inbox", failure));
        try {
            open.cleanUp();
        } catch (IOException e) {
            trouble("cleaning up the journal", e);
        }
        locked(agenda::newlyFull).ifPresent(failure -> tell("emptying the inbox", failure));
    }

    private void scanned(Turn turn, InboxScan.Found found) {
        locked(() -> {
            agenda.scanned(turn, found, waits.now());
            return true;
        });
    }

    /**
     * Takes {@code file}. It is on the agenda before it moves, since afterwards there may be no memory to put it there.
     *
     * @throws IOException if it can't be taken
     */
    Work take(OpenFeed open, Path file) throws IOException {
        Work work = open.intake().begin(file);
        boolean taken = false;
        try {
            locked(() -> {
                agenda.add(work);
                return true;
            });
            open.intake().finish(work, file);
            taken = true;
        } finally {
            if (!arrive(work, taken || work.unforced)) {
                open.intake().drop(work.entry);
            }
        }
        return work;
    }

    private boolean arrive(Work work, boolean taken) {
        Breather.lock(lock);
        try {
            if (taken) {
                work.arrived();
            } else {
                agenda.remove(work);
            }
        } finally {
            lock.unlock();
        }
        return taken;
    }

    /** Notes a failure and tells it. */
    void trouble(String doing, Throwable failure) {
        locked(() -> {
            tally.error(failure);
            return true;
        });
        tell(doing, failure);
    }

    /** Tells a failure, now or later. */
    void tell(String doing, Throwable failure) {
        try {
            events.trouble(doing, failure);
        } catch (Throwable e) {
            untold.keep(failure);
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}

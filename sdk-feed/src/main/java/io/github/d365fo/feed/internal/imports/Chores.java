package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.run.Growing;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the threads of a feed do: a step of a file, or a look into the inbox. However that ends, the agenda hears of it.
 * Thread-safe.
 */
final class Chores {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Lock lock;
    private final Agenda agenda;
    private final Tally tally;
    private final Events events;
    private final Waits waits;
    private final BooleanSupplier stopping;
    private final Growing pauses;

    /**
     * Chores of one feed.
     *
     * @param lock guards {@code agenda} and {@code tally}
     * @param stopping whether no more files are to be taken
     */
    Chores(
            Lock lock,
            Agenda agenda,
            Tally tally,
            Events events,
            Waits waits,
            Growing pauses,
            BooleanSupplier stopping) {
        this.lock = lock;
        this.agenda = agenda;
        this.tally = tally;
        this.events = events;
        this.waits = waits;
        this.pauses = pauses;
        this.stopping = stopping;
    }

    void step(OpenFeed open, Work work) {
        Next next = Next.unexpected(new IllegalStateException("the step did not end"), LONGEST_PAUSE);
        boolean unsent = !work.entry.hasArrived();
        try {
            next = open.steps().step(work);
        } catch (Throwable e) {
            work.failures++;
            next = Next.unexpected(e, pauses.before(work.failures));
        } finally {
            stepped(work, next, unsent && work.entry.hasArrived());
        }
        String doing = "working on " + work.entry.source();
        if (next.reach() == Next.Reach.FATAL) {
            next.failure().ifPresent(failure -> events.stops(doing, failure));
        } else {
            next.failure().ifPresent(failure -> events.trouble(doing, failure));
        }
    }

    private void stepped(Work work, Next next, boolean sent) {
        locked(() -> {
            agenda.stepped(work, next, sent, waits.now());
            return true;
        });
    }

    void scan(OpenFeed open) {
        InboxScan.Found found = new InboxScan.Found(List.of(), 0, 0, 0, LONGEST_PAUSE, Optional.empty());
        try {
            found = open.scan().scan(locked(agenda::room), stopping);
            open.cleanUp();
        } catch (IOException e) {
            trouble("cleaning up the journal", e);
        } finally {
            scanned(found);
        }
        found.failure().ifPresent(failure -> trouble("taking files from the inbox", failure));
        locked(agenda::newlyFull).ifPresent(failure -> events.trouble("emptying the inbox", failure));
    }

    private void scanned(InboxScan.Found found) {
        locked(() -> {
            agenda.scanned(found, waits.now());
            return true;
        });
    }

    /** Notes a failure and tells it. */
    void trouble(String doing, Throwable failure) {
        locked(() -> {
            tally.error(failure);
            return true;
        });
        events.trouble(doing, failure);
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

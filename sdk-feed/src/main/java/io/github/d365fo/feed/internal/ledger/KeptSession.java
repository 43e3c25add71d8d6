package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.MessageNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A session whose entries are on a {@link Shelf}. Thread-safe. */
final class KeptSession implements LedgerSession {
    private final Shelf shelf;
    private final ActivityId activity;
    private final String owner;
    private final Clock clock;
    private final Runnable giveBack;
    private boolean closed;

    KeptSession(Shelf shelf, ActivityId activity, String owner, Clock clock, Runnable giveBack) {
        this.shelf = shelf;
        this.activity = Objects.requireNonNull(activity, "activity");
        this.owner = Objects.requireNonNull(owner, "owner");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.giveBack = giveBack;
    }

    @Override
    public boolean knows(MessageNames message) {
        synchronized (shelf) {
            checkOpen();
            return MessageKeys.of(message).stream()
                    .anyMatch(key -> shelf.named(activity, key).isPresent());
        }
    }

    @Override
    public LedgerEntry claim(MessageNames message, Duration length) {
        List<String> keys = MessageKeys.of(message);
        synchronized (shelf) {
            checkOpen();
            long now = now();
            Optional<KeptEntry> known = keys.stream()
                    .flatMap(key -> shelf.named(activity, key).stream())
                    .findFirst();
            KeptEntry before = known.orElseGet(
                    () -> KeptEntry.fresh(MessageKeys.entryId(activity, message), activity, List.of(), now));
            KeptEntry after = claimed(named(before, keys, now), length, now);
            if (!after.equals(before)) {
                shelf.keep(after);
            }
            return after.seenBy(owner);
        }
    }

    /** Adds the names that lead nowhere yet. */
    private KeptEntry named(KeptEntry entry, List<String> keys, long now) {
        List<String> missing = keys.stream()
                .filter(key -> shelf.named(activity, key).isEmpty())
                .toList();
        return missing.isEmpty() ? entry : entry.named(missing, now);
    }

    private KeptEntry claimed(KeptEntry entry, Duration length, long now) {
        return entry.isFreeFor(owner, now) ? entry.claimed(owner, until(length), now) : entry;
    }

    @Override
    public Optional<LedgerEntry> find(String entry) {
        synchronized (shelf) {
            return kept(entry).map(this::seen);
        }
    }

    @Override
    public Optional<LedgerEntry> findUnacknowledged(String sha256) {
        synchronized (shelf) {
            checkOpen();
            return shelf.unacknowledged(activity, sha256).map(this::seen);
        }
    }

    @Override
    public boolean renew(String entry, Duration length) {
        synchronized (shelf) {
            Optional<KeptEntry> held = held(entry);
            held.ifPresent(kept -> shelf.keep(kept.renewed(until(length), now())));
            return held.isPresent();
        }
    }

    @Override
    public boolean attempt(String entry) {
        synchronized (shelf) {
            Optional<KeptEntry> held = held(entry);
            held.ifPresent(kept -> shelf.keep(kept.attempted(kept.attempts() + 1, now())));
            return held.isPresent();
        }
    }

    @Override
    public boolean uncount(String entry) {
        synchronized (shelf) {
            Optional<KeptEntry> held = held(entry).filter(kept -> kept.attempts() > 0);
            held.ifPresent(kept -> shelf.keep(kept.attempted(kept.attempts() - 1, now())));
            return held.isPresent();
        }
    }

    @Override
    public boolean settle(String entry, LedgerState state, String sha256) {
        Settling.check(state);
        Optional<String> digest = Settling.digest(sha256);
        synchronized (shelf) {
            Optional<KeptEntry> mine = kept(entry).filter(kept -> kept.isOf(owner));
            if (mine.filter(kept -> kept.state() == state).isPresent()) {
                return true;
            }
            Optional<KeptEntry> held = mine.filter(kept -> kept.isHeldBy(owner));
            held.ifPresent(kept -> shelf.keep(kept.settled(state, digest, now())));
            return held.isPresent();
        }
    }

    @Override
    public void acknowledged(String entry) {
        synchronized (shelf) {
            kept(entry).filter(kept -> !kept.acknowledged()).ifPresent(kept -> shelf.keep(kept.acknowledged(now())));
        }
    }

    @Override
    public void release(String entry) {
        synchronized (shelf) {
            held(entry)
                    .filter(kept -> kept.state() == LedgerState.OPEN)
                    .ifPresent(kept -> shelf.keep(kept.released(now())));
        }
    }

    @Override
    public int forget(Instant time) {
        synchronized (shelf) {
            checkOpen();
            List<String> ids = shelf.changedBefore(activity, EpochMillis.of(time));
            if (!ids.isEmpty()) {
                shelf.drop(ids);
            }
            return ids.size();
        }
    }

    @Override
    public void close() {
        synchronized (shelf) {
            if (closed) {
                return;
            }
            closed = true;
        }
        giveBack.run();
    }

    private Optional<KeptEntry> kept(String entry) {
        checkOpen();
        return shelf.find(activity, entry);
    }

    private Optional<KeptEntry> held(String entry) {
        return kept(entry).filter(kept -> kept.isHeldBy(owner));
    }

    private void checkOpen() {
        if (closed) {
            throw new LedgerException("The ledger's session for job " + activity + " is closed");
        }
    }

    private LedgerEntry seen(KeptEntry entry) {
        return entry.seenBy(owner);
    }

    private long now() {
        return EpochMillis.of(clock.instant());
    }

    private long until(Duration length) {
        return EpochMillis.of(clock.instant().plus(length));
    }
}

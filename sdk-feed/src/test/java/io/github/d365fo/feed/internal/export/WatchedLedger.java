package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.MessageNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A machine's part of the ledger, that fails before or after what it does, and whose writes are seen. */
final class WatchedLedger implements LedgerSession {
    final LedgerSession inner;
    private final World world;
    private final Machine machine;

    WatchedLedger(LedgerSession inner, World world, Machine machine) {
        this.inner = inner;
        this.world = world;
        this.machine = machine;
    }

    private void before(String doing) {
        machine.mayEnd("before " + doing);
        mayFail("before " + doing);
    }

    private void after(String doing) {
        mayFail("after " + doing);
        machine.mayEnd("after " + doing);
    }

    private void mayFail(String when) {
        if (world.chance(2)) {
            switch (world.random.nextInt(3)) {
                case 0 -> throw new IllegalStateException("made up, " + when);
                case 1 -> throw new OutOfMemoryError("made up, " + when);
                default -> throw new LedgerException("made up, " + when);
            }
        }
    }

    @Override
    public boolean knows(MessageNames message) {
        before("a look for names");
        return inner.knows(message);
    }

    @Override
    public LedgerEntry claim(MessageNames message, Duration length) {
        before("a claim");
        LedgerEntry entry = inner.claim(message, length);
        World.Message claimed = world.named(message.correlationId());
        world.entries.put(entry.id(), claimed);
        claimed.claimedFirst = Math.min(claimed.claimedFirst, claimed.deliveries);
        after("a claim");
        return entry;
    }

    @Override
    public Optional<LedgerEntry> find(String entry) {
        before("a look");
        return inner.find(entry);
    }

    @Override
    public Optional<LedgerEntry> findUnacknowledged(String sha256) {
        before("a look for content");
        return inner.findUnacknowledged(sha256);
    }

    @Override
    public boolean renew(String entry, Duration length) {
        before("renewing");
        return inner.renew(entry, length);
    }

    @Override
    public boolean attempt(String entry) {
        before("an attempt");
        boolean mine = inner.attempt(entry);
        after("an attempt");
        return mine;
    }

    @Override
    public boolean uncount(String entry) {
        throw new AssertionError("no machine here is closed in good order");
    }

    @Override
    public boolean settle(String entry, LedgerState state, String sha256) {
        before("settling " + state);
        boolean mine = inner.settle(entry, state, sha256);
        if (mine) {
            world.tell(machine + " notes " + entry.substring(0, 6) + " as " + state);
            machine.settled(world.entries.get(entry), state);
        }
        after("settling " + state);
        return mine;
    }

    @Override
    public void acknowledged(String entry) {
        before("noting an acknowledgement");
        inner.acknowledged(entry);
        after("noting an acknowledgement");
    }

    @Override
    public void release(String entry) {
        before("a release");
        inner.release(entry);
        after("a release");
    }

    @Override
    public int forget(Instant time) {
        return inner.forget(time);
    }

    @Override
    public void close() {
        inner.close();
    }
}

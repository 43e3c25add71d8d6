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
        machine.askLedger();
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
        claimed.refusedBy = Optional.empty();
        see(entry);
        after("a claim");
        return entry;
    }

    @Override
    public Optional<LedgerEntry> find(String entry) {
        before("a look");
        Optional<LedgerEntry> found = inner.find(entry);
        found.ifPresent(this::see);
        return found;
    }

    @Override
    public Optional<LedgerEntry> findUnacknowledged(String sha256) {
        before("a look for content");
        Optional<LedgerEntry> found = inner.findUnacknowledged(sha256);
        found.ifPresent(this::see);
        return found;
    }

    /** What was written before a failure or the end of a process counts from when somebody can see it. */
    private void see(LedgerEntry entry) {
        World.Message message = world.entries.get(entry.id());
        if (message.inDoubt.contains(entry.state())) {
            message.inDoubt.clear();
            machine.settled(message, entry.state());
        }
    }

    @Override
    public boolean renew(String entry, Duration length) {
        before("renewing");
        return inner.renew(entry, length);
    }

    @Override
    public boolean attempt(String entry) {
        before("an attempt");
        // Under new names a message may have one delivery in the spool and another that the disk refuses.
        if (!world.renamesAll()
                && world.entries.get(entry).refusedBy.filter(machine::equals).isPresent()) {
            throw world.broken(machine + " counts an attempt for a disk that is away");
        }
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
        World.Message message = world.entries.get(entry);
        message.inDoubt.add(state);
        boolean mine = inner.settle(entry, state, sha256);
        message.inDoubt.clear();
        if (mine) {
            world.tell(machine + " notes " + entry.substring(0, 6) + " as " + state);
            machine.settled(message, state);
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

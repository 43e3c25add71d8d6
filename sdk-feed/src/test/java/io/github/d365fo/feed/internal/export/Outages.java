package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.support.disk.Disk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What a machine's disk and its ledger refuse: now and then a change, or for a while all of a kind. */
final class Outages implements Disk.Rules {
    private static final int ROOM_LEFT = 1_500;
    private static final int LONGEST = 100;

    private enum Kind {
        FULL,
        READ_ONLY,
        NO_LEDGER
    }

    private final World world;
    private final Machine machine;
    private Optional<Kind> kind = Optional.empty();
    private Instant since = World.BEGIN;
    private Instant until = World.BEGIN;
    private long capacity;
    private Optional<Instant> refused = Optional.empty();
    private boolean refusing;

    Outages(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    /** Begins one, or ends it, as chance and time have it. */
    void comeAndGo() {
        if (kind.isPresent() && (world.isCalm() || !world.instant().isBefore(until))) {
            kind = Optional.empty();
            world.tell(machine + " has its disk and its ledger again");
        } else if (kind.isEmpty() && world.rarely(40)) {
            Kind begun = Kind.values()[world.random.nextInt(Kind.values().length)];
            kind = Optional.of(begun);
            since = world.instant();
            until = since.plus(Duration.ofMinutes(world.random.nextInt(LONGEST)));
            capacity = machine.disk.used() + world.random.nextInt(ROOM_LEFT);
            world.tell(machine + " has an outage: " + begun);
        }
    }

    private boolean is(Kind what) {
        return kind.filter(what::equals).isPresent();
    }

    @Override
    public void mayChange(Path path, String doing) throws IOException {
        machine.mayEndAtADisk("before it would " + doing + " " + path.getFileName());
        if (is(Kind.READ_ONLY) && !doing.equals("force")) {
            throw refusal(path, "Read-only file system");
        }
        // The JDK tries again to make directories, and may succeed.
        if (!doing.equals("make") && world.rarely(10)) {
            throw refusal(path, "Input/output error");
        }
    }

    @Override
    public int room(Path path, int count) throws IOException {
        mayChange(path, "write");
        long room = is(Kind.FULL) ? Math.min(count, capacity - machine.disk.used()) : count;
        if (room <= 0 && count > 0) {
            throw refusal(path, "No space left on device");
        }
        refusing = false;
        return Math.toIntExact(room);
    }

    private FileSystemException refusal(Path path, String why) {
        world.tell(machine + " can't write " + path.getFileName() + ": " + why);
        refused = Optional.of(world.instant());
        refusing = kind.isPresent();
        return new FileSystemException(path.toString(), null, why);
    }

    /** A machine that can't reach the ledger may lose what it has claimed: then {@code lost} runs. */
    void askLedger(Duration claim, Runnable lost) {
        if (is(Kind.NO_LEDGER)) {
            // The last renewal was up to a third of a claim before.
            if (!since.plus(claim.multipliedBy(2).dividedBy(3)).isAfter(world.instant())) {
                lost.run();
            }
            refused = Optional.of(world.instant());
            refusing = true;
            world.tell(machine + " can't reach the ledger");
            throw new LedgerException("made up, for a while");
        }
    }

    boolean isRefusing() {
        return refusing && kind.isPresent();
    }

    boolean isThere() {
        return kind.isPresent();
    }

    /** Whatever was refused since the last look is told of. */
    void checkHealth(Supplier<FeedHealth> health) {
        if (refused.isEmpty()) {
            return;
        }
        Optional<Instant> error = health.get().lastErrorAt();
        if (error.filter(at -> !at.isBefore(refused.get())).isEmpty()) {
            throw world.broken(machine + " says nothing of what was refused at " + refused.get());
        }
        refused = Optional.empty();
    }

    /** Another process has begun, which knows nothing of what was refused. */
    void begin() {
        refused = Optional.empty();
        refusing = false;
    }
}

package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.FailureClassifier;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.PoisonPolicy;
import io.github.d365fo.feed.internal.export.Schedule.Lane;
import io.github.d365fo.feed.internal.export.Schedule.Turn;
import io.github.d365fo.feed.support.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A machine with a feed that lives and dies at random, and is watched. */
final class Machine {
    static final Duration CLAIM = Duration.ofMinutes(10);

    private final World world;
    private final String name;
    private final Path spool;
    private final DeliveryLedger ledger;
    private final Plan plan;
    private final Damage damage;
    private final Outages outages;
    final Disk disk;
    private final List<Turn> turns = new ArrayList<>();
    private Engine engine;
    private final List<Closeable> toClose = new ArrayList<>();
    private boolean dead = true;
    private boolean harmed;
    private boolean asleep;
    private int frames;
    private final List<World.Message> here = new ArrayList<>();
    private final List<World.Message> unnoted = new ArrayList<>();

    /** How a feed is set up. */
    record Plan(CommitMode commit, int concurrency, int attempts, boolean transactional, PoisonPolicy poison) {}

    /** Creates a machine that is off, with a ledger on its own disk if there is no {@code shared} one. */
    Machine(World world, String name, Optional<DeliveryLedger> shared, Plan plan) {
        this.world = world;
        this.name = name;
        this.plan = plan;
        this.outages = new Outages(world, this);
        this.disk = new Disk(outages);
        Path home = disk.getPath("/" + world.seed + "/" + name);
        this.spool = home.resolve("spool");
        this.ledger = shared.orElseGet(() -> DeliveryLedger.inDirectory(home.resolve("ledger")));
        this.damage = new Damage(world, spool);
    }

    private void start() throws IOException {
        Settings settings = new Settings(
                new SimulatedService(world, this),
                new Work(),
                plan.commit(),
                spool,
                2_000,
                ledger,
                plan.concurrency(),
                plan.attempts(),
                FailureClassifier.ofDefaults(),
                spool.resolve("quarantine"),
                plan.poison(),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                CLAIM,
                Duration.ofSeconds(25),
                false,
                List.of(new Telling(world, this)),
                world);
        dead = false;
        turns.clear();
        Spool opened = Spool.open(spool, SimulatedService.ACTIVITY, 2_000, world.instant());
        toClose.add(opened);
        LedgerSession kept = ledger.open(SimulatedService.ACTIVITY, opened.owner(), world);
        toClose.add(kept::close);
        WatchedLedger session = new WatchedLedger(kept, world, this);
        engine = new Engine(settings, opened, session, false, () -> world.random.nextLong(), Runnable::run);
        outages.begin();
    }

    /** Ends the process, if chance wants it so: nothing of it happens any more, and the system takes back its locks. */
    void mayEnd(String where) {
        mayEnd(where, () -> world.chance(2));
    }

    /** As {@link #mayEnd}, where there are many more places. */
    void mayEndAtADisk(String where) {
        mayEnd(where, () -> world.rarely(30));
    }

    private void mayEnd(String where, BooleanSupplier chance) {
        if (dead) {
            throw new Crash();
        }
        if (chance.getAsBoolean()) {
            end(where);
        }
    }

    private void end(String where) {
        die(where);
        throw new Crash();
    }

    void die(String where) {
        world.tell(this + " dies " + where);
        dead = true;
        harmed = false;
        here.forEach(message -> message.running--);
        here.clear();
        unnoted.forEach(message -> message.excused++);
        unnoted.clear();
    }

    /** Does one step of one thread, or starts anew what has died. */
    void go() {
        outages.comeAndGo();
        goOn();
        if (!dead && frames == 0) {
            outages.checkHealth(engine::health);
        }
        world.check();
    }

    private void goOn() {
        try {
            if (dead) {
                if (frames == 0 && (!outages.isThere() || world.chance(10))) {
                    restart();
                }
            } else if (world.chance(3)) {
                engine.claims.renew();
            } else if (!turns.isEmpty() && world.random.nextInt(3) > 0) {
                step(turns.remove(world.random.nextInt(turns.size())));
            } else {
                Lane lane = world.random.nextBoolean() ? Lane.INTAKE : Lane.HANDLING;
                engine.schedule.takeNow(lane).ifPresent(this::step);
            }
        } catch (Crash e) {
            if (!dead) {
                throw new AssertionError("seed " + world.seed + ": a crash of nobody", e);
            }
        }
    }

    private void step(Turn turn) {
        frames++;
        try {
            engine.turns.step(turn).ifPresent(turns::add);
        } finally {
            frames--;
        }
    }

    private void restart() {
        try {
            disk.quietly(this::fall);
            Optional<Path> zeroed = harmed ? Optional.empty() : harm();
            start();
            if (zeroed.isPresent() && !dead && !damage.isToldOf(zeroed.get())) {
                throw world.broken(this + " says nothing of a damaged record");
            }
        } catch (IOException | LedgerException e) {
            dead = true;
            world.tell(this + " can't start: " + e);
            if (world.isCalm()) {
                throw world.broken(this + " can't start: " + e);
            }
        }
    }

    /** The system takes back what the process had, and its locks. */
    private void fall() throws IOException {
        for (Closeable each : toClose) {
            each.close();
        }
        toClose.clear();
    }

    /** A process that is killed leaves the disk as it is, and a power cut what was forced. */
    private Optional<Path> harm() throws IOException {
        harmed = true;
        List<Path> zeroed = new ArrayList<>();
        disk.quietly(() -> {
            if (world.random.nextBoolean()) {
                world.tell(this + " has lost its power");
                disk.cut(world.random);
            }
            damage.cutWrites();
            damage.zeroRecord().ifPresent(zeroed::add);
        });
        return zeroed.stream().findFirst();
    }

    /** Renews claims, as the keeper's thread does while the process lives. */
    void renew() {
        if (!dead && !asleep) {
            try {
                engine.claims.renew();
            } catch (Crash e) {
                world.tell(this + " died while it renewed claims");
            }
        }
    }

    Optional<Instant> nextDue() {
        return dead || !turns.isEmpty() ? Optional.of(world.instant()) : engine.schedule.nextDue();
    }

    /** Time passes while a thread of this machine works; its other threads, and the other machines, go on meanwhile. */
    void work(Duration time) {
        if (world.chance(2)) {
            asleep = true;
            here.forEach(message -> message.mayOverlap = true);
        }
        world.passWithOthers(time, this);
        asleep = false;
        if (dead) {
            throw new Crash();
        }
    }

    void askLedger() {
        outages.askLedger(
                CLAIM,
                () -> Stream.concat(here.stream(), unnoted.stream()).forEach(message -> message.mayOverlap = true));
    }

    boolean isDead() {
        return dead;
    }

    /** Returns a file of the spool that belongs to no package that is known, if there is one. */
    Optional<Path> forgotten() throws IOException {
        return dead ? Optional.empty() : damage.forgotten(engine.spool);
    }

    boolean isAsleep() {
        return asleep;
    }

    void checkCapacity() {
        if (engine.schedule.inProgress(Lane.INTAKE) > plan.concurrency()) {
            throw world.broken(this + " asks for a message without a place for it");
        }
        if (!engine.spool.hasRoom()) {
            throw world.broken(this + " asks for a message without room for it");
        }
        if (outages.isRefusing()) {
            throw world.broken(this + " asks for a message, and its disk or ledger is away");
        }
    }

    void checkSettled(World.Message message) {
        if (message.hasFile && !message.settled && !isCommittedHere(message)) {
            throw world.broken(this + " acknowledges message " + message.number + ", which nothing has settled");
        }
    }

    private boolean isCommittedHere(World.Message message) {
        return message.committed && plan.commit() == CommitMode.AFTER_SPOOL;
    }

    /** The handler, plain or transactional. */
    private final class Work implements HandlerFactory {
        @Override
        public Handling open(LedgerSession session, LedgerSession opened) {
            return plan.transactional()
                    ? new Together(world, Machine.this, session, ((WatchedLedger) opened).inner)
                    : new PlainHandling(this::run, session);
        }

        @Override
        public void replay(Export export) {
            throw new AssertionError("nothing is replayed");
        }

        private void run(Export export) throws Exception {
            World.Message message = begin(export);
            try {
                perform(message);
                message.completed++;
                unnoted.add(message);
                world.tell(Machine.this + " has handled message " + message.number);
                mayEnd("after a handler");
            } finally {
                finish(message);
            }
        }
    }

    World.Message begin(Export export) {
        World.Message message = find(export);
        if (message.settled && !world.mayForget(plan)) {
            throw world.broken(this + " handles message " + message.number + ", which is settled");
        }
        if (message.running > 0 && !message.mayOverlap && !plan.transactional() && !world.renamesAll()) {
            throw world.broken(this + " handles message " + message.number + ", which another handles");
        }
        if (message.completed > message.excused && !message.mayOverlap && !world.renamesAll()) {
            throw world.broken(this + " handles message " + message.number + " again without a reason");
        }
        if (export.attempt() > plan.attempts() || (!world.renamesAll() && message.starts >= plan.attempts())) {
            throw world.broken(this + " makes attempt " + export.attempt() + " of " + plan.attempts());
        }
        if (plan.commit() == CommitMode.AFTER_SPOOL
                && plan.concurrency() == 1
                && !export.file()
                        .equals(engine.spool.file(
                                engine.spool.committed().get(0).entry()))) {
            throw world.broken(this + " begins with message " + message.number + " before those that came first");
        }
        if (plan.commit() == CommitMode.AFTER_HANDLER && engine.leaseEnds(export.message(), Duration.ofMinutes(2))) {
            throw world.broken(this + " begins with message " + message.number + " past the margin of its lease");
        }
        message.starts++;
        message.running++;
        here.add(message);
        return message;
    }

    void finish(World.Message message) {
        if (!dead) {
            message.running--;
            here.remove(message);
        }
    }

    void perform(World.Message message) throws IOException {
        if (message.kills && !world.isCalm()) {
            end("in the handler of message " + message.number);
        }
        if (message.isPoison || message.kills || world.chance(8)) {
            if (world.random.nextBoolean()) {
                throw new LinkageError("made up");
            }
            throw new IOException("made up");
        }
        work(world.chance(4) ? Duration.ofMinutes(world.random.nextInt(50)) : Duration.ofSeconds(10));
    }

    private World.Message find(Export export) {
        byte[] content;
        try {
            content = Files.readAllBytes(export.file());
        } catch (IOException e) {
            throw world.broken(this + " hands out a file that is not there: " + e);
        }
        if (!SimulatedService.sha256(content).equals(export.sha256())) {
            throw world.broken(this + " hands out a file that is another");
        }
        World.Message message = world.named(export.message().correlationId());
        if (!Arrays.equals(message.content, content)) {
            throw world.broken(this + " hands out the package of another message than " + message.number);
        }
        return message;
    }

    /** Notes that the ledger has written down what became of {@code message}. */
    void settled(World.Message message, LedgerState state) {
        if (state == LedgerState.SPOOLED) {
            message.committed = true;
            return;
        }
        if (state == LedgerState.HANDLED && message.committed && message.completed == 0) {
            // A delivery under other names that was known by its content: the first one is still to be handled.
            return;
        }
        message.settled = true;
        message.state = state;
        unnoted.remove(message);
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.github.d365fo.feed.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.PoisonPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Feeds on simulated machines, with a service, a ledger and a disk that fail, and processes that die, at any step. Time is
 * the world's, and so is the order of all steps; both follow from the seed. {@code -Dseed=N} replays one.
 */
@ExtendWith(CapturedLog.class)
class ExportSimulationTest {
    private static final long SEEDS = Long.getLong("seeds", 5_000);
    /** A build on two JDKs tries twice as many. */
    private static final long FIRST = Runtime.version().feature() < 21 ? 0 : SEEDS;

    private static final List<String> SEEN = List.of(
            " dies ",
            "LEASE_ENDS",
            "CLAIMED_ELSEWHERE",
            "HANDLER_FAILED",
            "ACKNOWLEDGEMENT_FAILED",
            "LEDGER_FAILED",
            "has handled",
            "has committed",
            "QUARANTINED",
            "is known by its content",
            "comes back while it is worked on",
            "the ledger has a torn end",
            "a record is written in part",
            "a zeroed record",
            "has lost its power",
            "has an outage: FULL",
            "has an outage: READ_ONLY",
            "has an outage: NO_LEDGER",
            "No space left",
            "Read-only",
            "Input/output error",
            "can't start",
            "before it would write",
            "before it would force",
            "before it would move");
    private static final int STEPS = 250;
    private static final Duration LONG_ENOUGH = Duration.ofDays(6);

    @Test
    void nothingIsLostDoubledOrLeftUndone() {
        Long one = Long.getLong("seed");
        LongStream seeds = one == null ? LongStream.range(FIRST, FIRST + SEEDS) : LongStream.of(one);
        Map<String, Integer> seen = new TreeMap<>();
        Optional<AssertionError> broken = seeds.parallel()
                .mapToObj(seed -> violation(seed, seen))
                .flatMap(Optional::stream)
                .findAny();
        if (broken.isPresent()) {
            throw broken.get();
        }
        System.out.println("export simulation: " + seen);
        assertThat(one == null ? SEEN : List.<String>of())
                .allSatisfy(what -> assertThat(seen)
                        .as("what must happen in so many seeds, or they prove nothing")
                        .containsKey(what));
    }

    /** A thread of a pool would throw a copy without the story. */
    private static Optional<AssertionError> violation(long seed, Map<String, Integer> seen) {
        try {
            count(run(seed), seen);
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(e);
        }
    }

    private static void count(World world, Map<String, Integer> seen) {
        synchronized (seen) {
            seen.merge("messages", world.messages.size(), Integer::sum);
            for (String line : world.story) {
                SEEN.stream().filter(line::contains).forEach(what -> seen.merge(what, 1, Integer::sum));
            }
        }
    }

    private static World run(long seed) {
        World world = new World(seed);
        try {
            play(world);
        } catch (AssertionError e) {
            throw e;
        } catch (Throwable e) {
            AssertionError told = world.broken("something failed: " + e);
            told.initCause(e);
            throw told;
        }
        return world;
    }

    private static void play(World world) throws IOException {
        SplittableRandom random = world.random;
        CommitMode commit = random.nextBoolean() ? CommitMode.AFTER_HANDLER : CommitMode.AFTER_SPOOL;
        Machine.Plan plan = new Machine.Plan(
                commit,
                1 + random.nextInt(3),
                1 + random.nextInt(5),
                random.nextInt(3) == 0,
                random.nextInt(4) == 0 ? PoisonPolicy.LEAVE : PoisonPolicy.ACKNOWLEDGE);
        publish(world);
        boolean oneMachine = random.nextBoolean();
        // Only a database is written in a handler's transaction, and it outlives the machines.
        Optional<DeliveryLedger> ledger = oneMachine && !plan.transactional() && random.nextInt(4) > 0
                ? Optional.empty()
                : Optional.of(DeliveryLedger.inMemory());
        int machines = oneMachine ? 1 : 2 + random.nextInt(2);
        for (int i = 0; i < machines; i++) {
            world.machines.add(new Machine(world, "machine " + i, ledger, plan));
        }
        world.tell(plan + ", " + machines + " machines");
        for (int i = 0; i < STEPS; i++) {
            world.machines.get(random.nextInt(machines)).go();
            if (random.nextInt(4) == 0) {
                world.pass(Duration.ofSeconds(random.nextInt(40)));
            }
            if (random.nextInt(40) == 0) {
                world.pass(Duration.ofMinutes(random.nextInt(40)));
            }
        }
        world.calmDown();
        Instant end = world.instant().plus(LONG_ENOUGH);
        while (world.messages.stream().anyMatch(message -> !isOver(message, plan))) {
            if (world.instant().isAfter(end)) {
                throw world.broken("message "
                        + world.messages.stream()
                                .filter(message -> !isOver(message, plan))
                                .map(message -> message.number)
                                .toList()
                        + " never comes to an end");
            }
            settle(world);
        }
        for (World.Message message : world.messages) {
            check(world, message, plan);
        }
        for (Machine machine : world.machines) {
            if (machine.forgotten().isPresent()) {
                // What could not be deleted at its time is deleted at the next start.
                machine.die("with nothing to do");
                while (machine.isDead()) {
                    settle(world);
                }
            }
            if (machine.forgotten().isPresent()) {
                throw world.broken(machine + " leaves " + machine.forgotten().get() + " for ever");
            }
        }
        world.check();
    }

    private static void publish(World world) {
        int count = 1 + world.random.nextInt(8);
        for (int i = 0; i < count; i++) {
            boolean twin = !world.renamesAll() && i > 0 && world.random.nextInt(8) == 0;
            String content = "package " + (twin ? i - 1 : i) + " ".repeat(world.random.nextInt(20) == 0 ? 900 : 100);
            boolean kills = !world.renamesAll() && world.random.nextInt(25) == 0;
            World.Message message = new World.Message(
                    i,
                    twin ? world.messages.get(i - 1).content : content.getBytes(StandardCharsets.UTF_8),
                    world.random.nextInt(15) > 0,
                    world.random.nextInt(15) == 0,
                    kills);
            world.messages.add(message);
        }
    }

    /** Goes on until nothing is to be done, and then to the time of the next. */
    private static void settle(World world) {
        for (int i = 0; i < 30; i++) {
            world.machines.get(world.random.nextInt(world.machines.size())).go();
        }
        Optional<Instant> due =
                world.machines.stream().flatMap(each -> each.nextDue().stream()).min(Comparator.naturalOrder());
        Duration wait = due.map(time -> Duration.between(world.instant(), time)).orElse(Duration.ofMinutes(1));
        if (!wait.isNegative()) {
            world.pass(wait.compareTo(Duration.ofMinutes(5)) < 0 ? wait : Duration.ofMinutes(5));
        }
    }

    private static boolean isOver(World.Message message, Machine.Plan plan) {
        if (!message.hasFile) {
            return message.acknowledged;
        }
        boolean left = message.state == LedgerState.QUARANTINED && plan.poison() == PoisonPolicy.LEAVE;
        return (message.settled || message.setAside) && (message.acknowledged || left);
    }

    private static void check(World world, World.Message message, Machine.Plan plan) {
        if (!message.hasFile) {
            if (message.starts > 0) {
                throw world.broken("message " + message.number + " has no file and was handled");
            }
            return;
        }
        if (message.setAside && !message.settled) {
            return;
        }
        boolean quarantined = message.state == LedgerState.QUARANTINED;
        if (!quarantined && message.completed == 0 && !world.isAmbiguous(message)) {
            throw world.broken("message " + message.number + " is settled and was not handled");
        }
        boolean unknowable = world.isAmbiguous(message) || world.renamesAll();
        if (plan.transactional() && message.completed != (quarantined ? 0 : 1) && !unknowable) {
            throw world.broken("message " + message.number + " has " + message.completed + " effects");
        }
    }
}

package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.LedgerState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * What a simulation shares: chance, time, the messages and what was done with them. Whatever breaks a promise is thrown as
 * an {@link AssertionError} with the seed.
 */
final class World extends VirtualClock {
    private static final Duration RENEWAL = Machine.CLAIM.dividedBy(3);

    static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    final long seed;
    final SplittableRandom random;
    final List<Message> messages = new ArrayList<>();
    final List<Machine> machines = new ArrayList<>();
    final Map<String, Message> entries = new HashMap<>();
    final List<String> story = new ArrayList<>();
    final boolean renamesCorrelation;
    final boolean renamesBlob;
    private Instant now = BEGIN;
    private boolean calm;
    private int depth;
    private AssertionError violation;

    World(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.renamesCorrelation = random.nextInt(3) == 0;
        this.renamesBlob = random.nextInt(3) == 0;
    }

    /** A message of the export job and its fate. */
    static final class Message {
        final int number;
        final byte[] content;
        final boolean hasFile;
        final boolean kills;
        final boolean isPoison;
        String correlationId;
        String blob;
        String receipt = "";
        Instant visibleAt = BEGIN;
        Instant lastDequeued = Instant.MIN;
        int deliveries;
        int claimedFirst = Integer.MAX_VALUE;
        boolean acknowledged;
        int running;
        int starts;
        int completed;
        int excused;
        boolean mayOverlap;
        boolean settled;
        boolean committed;
        boolean setAside;
        LedgerState state = LedgerState.OPEN;
        /** What the ledger may have written down, or not. */
        final Set<LedgerState> inDoubt = EnumSet.noneOf(LedgerState.class);
        /** Whose disk has refused this delivery. */
        Optional<Machine> refusedBy = Optional.empty();

        Message(int number, byte[] content, boolean hasFile, boolean isPoison, boolean kills) {
            this.number = number;
            this.content = content;
            this.hasFile = hasFile;
            this.isPoison = isPoison;
            this.kills = kills;
            this.correlationId = "message-" + number;
            this.blob = "blob-" + number;
        }
    }

    /** Returns whether something with this chance in a hundred happens. Nothing does once the world is calm. */
    boolean chance(int inHundred) {
        return !calm && random.nextInt(100) < inHundred;
    }

    /** Returns whether something with this chance in ten thousand happens, unless the world is calm. */
    boolean rarely(int inTenThousand) {
        return !calm && random.nextInt(10_000) < inTenThousand;
    }

    /** From here on nothing fails any more. */
    void calmDown() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    /**
     * Returns whether nobody can tell {@code message} from a redelivery of another: the ledger first saw it when it had
     * been delivered before, and another has the same content.
     */
    boolean isAmbiguous(Message message) {
        return message.claimedFirst > 1
                && messages.stream().anyMatch(each -> each != message && Arrays.equals(each.content, message.content));
    }

    /** Returns the message that had {@code correlationId} in any of its deliveries. */
    Message named(String correlationId) {
        return messages.stream()
                .filter(each -> correlationId.equals("message-" + each.number)
                        || correlationId.startsWith("message-" + each.number + "-"))
                .findFirst()
                .orElseThrow();
    }

    /** A message that comes back with nothing but new names, while it is still worked on, is known to nobody. */
    boolean renamesAll() {
        return renamesCorrelation && renamesBlob;
    }

    /** Where one message is worked on at a time, what is settled is always known, if only by its content. */
    boolean mayForget(Machine.Plan plan) {
        boolean isOneByOne = machines.size() == 1 && plan.concurrency() == 1;
        return renamesAll() && !(isOneByOne && plan.commit() == CommitMode.AFTER_HANDLER);
    }

    /** Lets time pass, and the machines renew their claims as it does. */
    void pass(Duration time) {
        Duration left = time;
        while (!left.isNegative() && !left.isZero()) {
            Duration slice = left.compareTo(RENEWAL) < 0 ? left : RENEWAL;
            now = now.plus(slice);
            left = left.minus(slice);
            machines.forEach(Machine::renew);
        }
    }

    /** Lets time pass while {@code working} works, and everything else go on. */
    void passWithOthers(Duration time, Machine working) {
        int most = time.compareTo(DequeueResult.LEASE) > 0 ? 40 : 6;
        int steps = depth < 3 ? random.nextInt(most) : 0;
        depth++;
        for (int i = 0; i < steps; i++) {
            pass(time.dividedBy(steps + 1));
            Machine next = machines.get(random.nextInt(machines.size()));
            if (next != working || !working.isAsleep()) {
                next.go();
            }
        }
        depth--;
        pass(time.dividedBy(steps + 1));
    }

    void tell(String line) {
        story.add(Duration.between(BEGIN, now).toSeconds() + "s " + line);
    }

    /** The feed may catch what is thrown in its threads, so it is thrown again by {@link #check}. */
    AssertionError broken(String promise) {
        AssertionError found =
                new AssertionError("seed " + seed + ": " + promise + "\n  " + String.join("\n  ", story));
        if (violation == null) {
            violation = found;
        }
        return found;
    }

    /** Throws the first promise that was found broken. */
    void check() {
        if (violation != null) {
            throw violation;
        }
    }

    @Override
    public CompletableFuture<Void> delay(Duration duration) {
        throw new AssertionError("no thread waits here");
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

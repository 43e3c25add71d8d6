package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.Operation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where and how often a fault strikes; by default the next request, once. Immutable and thread-safe: every method
 * returns a copy, but for {@link #inject}, which plans a fault.
 *
 * <pre>{@code
 * // The second journal of this job meets a gateway that is gone, three times in a row.
 * server.faults()
 *         .on(Operation.ENQUEUE)
 *         .activity(server.importJob().activityId())
 *         .nth(2)
 *         .times(3)
 *         .inject(new Fault.BadGateway());
 * // One answer in twenty is a sign-in page, the same ones in every run.
 * server.faults().onAny().probability(0.05, 42).inject(new Fault.HtmlPage());
 * }</pre>
 */
public final class FaultPlace {
    private static final int ANY = 3;

    final Set<Operation> operations;
    final Count count;
    final Optional<ActivityId> activity;
    final Optional<Duration> window;
    final Optional<Probability> probability;
    final boolean optional;

    private final FaultPlan plan;

    FaultPlace(FaultPlan plan, Set<Operation> operations) {
        this(plan, operations, Count.NEXT, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private FaultPlace(
            FaultPlan plan,
            Set<Operation> operations,
            Count count,
            Optional<ActivityId> activity,
            Optional<Duration> window,
            Optional<Probability> probability,
            boolean optional) {
        this.plan = plan;
        this.operations = operations;
        this.count = count;
        this.activity = activity;
        this.window = window;
        this.probability = probability;
        this.optional = optional;
    }

    /** From which request on, and how many of them; an absent number means all. */
    record Count(int nth, OptionalInt times) {
        static final Count NEXT = new Count(1, OptionalInt.of(1));

        Count always() {
            return new Count(nth, OptionalInt.empty());
        }
    }

    /** A chance that is the same in every run. */
    record Probability(double value, long seed) {}

    /**
     * Spares the requests before number {@code n}, counted from the planning on.
     *
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public FaultPlace nth(int n) {
        return copy(new Count(atLeastOne("nth", n), count.times), activity, window, probability, optional);
    }

    /**
     * Strikes {@code n} requests.
     *
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public FaultPlace times(int n) {
        Count limited = new Count(count.nth, OptionalInt.of(atLeastOne("times", n)));
        return copy(limited, activity, window, probability, optional);
    }

    /** Strikes every request. */
    public FaultPlace always() {
        return copy(count.always(), activity, window, probability, optional);
    }

    /**
     * Strikes every request of a time from the planning on, by the server's clock.
     *
     * @throws IllegalArgumentException if {@code time} is negative or longer than a hundred years
     */
    public FaultPlace during(Duration time) {
        Given.span("during", time);
        return copy(count.always(), activity, Optional.of(time), probability, optional);
    }

    /** Strikes only requests that concern this activity; a status by message id concerns none. */
    public FaultPlace activity(ActivityId id) {
        Objects.requireNonNull(id, "activity");
        return copy(count, Optional.of(id), window, probability, optional);
    }

    /**
     * Strikes any request with a probability, by a source of chance that is the same in every run. It may never strike,
     * and that is no failure.
     *
     * @throws IllegalArgumentException if {@code value} is not from 0 to 1
     */
    public FaultPlace probability(double value, long seed) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("probability: expected 0 to 1, but got " + value);
        }
        return copy(count.always(), activity, window, Optional.of(new Probability(value, seed)), true);
    }

    /** Lets the server close in peace although the fault never struck. */
    public FaultPlace optional() {
        return copy(count, activity, window, probability, true);
    }

    /**
     * Plans {@code fault} for this place and returns the plan.
     *
     * @throws IllegalArgumentException if it can't strike here
     */
    public FaultPlan inject(Fault fault) {
        Objects.requireNonNull(fault, "fault");
        return plan.add(this, fault);
    }

    boolean isConnection() {
        return operations.isEmpty();
    }

    /** Returns where it is, such as {@code DEQUEUE number 2}. */
    @Override
    public String toString() {
        String names = operations.size() > ANY
                ? "any operation"
                : String.join(", ", operations.stream().map(Enum::name).toList());
        return (isConnection() ? "connection" : names) + " number " + count.nth
                + activity.map(id -> " of " + id).orElse("");
    }

    private FaultPlace copy(
            Count newCount,
            Optional<ActivityId> newActivity,
            Optional<Duration> newWindow,
            Optional<Probability> newProbability,
            boolean newOptional) {
        return new FaultPlace(plan, operations, newCount, newActivity, newWindow, newProbability, newOptional);
    }

    private static int atLeastOne(String name, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, but got " + n);
        }
        return n;
    }
}

package io.github.d365fo.testkit.internal.faults;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where and how often a fault strikes. Immutable and thread-safe.
 *
 * @param operations the operations it strikes; none for a connection
 * @param count which of their requests
 * @param activity the activity id that a request must have
 * @param window how long after the planning
 * @param probability the probability
 * @param isOptional whether it may never strike
 */
public record Place(
        Set<Operation> operations,
        Count count,
        Optional<ActivityId> activity,
        Optional<Duration> window,
        Optional<Probability> probability,
        boolean isOptional) {
    private static final int ANY = 3;

    /** The first request, and how many of them; an absent number means all. */
    public record Count(int nth, OptionalInt times) {
        static final Count NEXT = new Count(1, OptionalInt.of(1));
    }

    /** A probability that is the same in every run. */
    public record Probability(double value, long seed) {}

    /**
     * Returns the place of the next request for one of {@code operations}, or of the next connection if it is empty.
     */
    public static Place next(Set<Operation> operations) {
        return new Place(operations, Count.NEXT, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public Place nth(int n) {
        return counting(new Count(n, count.times));
    }

    public Place times(int n) {
        return counting(new Count(count.nth, OptionalInt.of(n)));
    }

    public Place always() {
        return counting(new Count(count.nth, OptionalInt.empty()));
    }

    public Place during(Duration time) {
        return new Place(operations, always().count, activity, Optional.of(time), probability, isOptional);
    }

    public Place of(ActivityId id) {
        return new Place(operations, count, Optional.of(id), window, probability, isOptional);
    }

    public Place byChance(Probability chance) {
        return new Place(operations, always().count, activity, window, Optional.of(chance), true);
    }

    public Place optional() {
        return new Place(operations, count, activity, window, probability, true);
    }

    public boolean isConnection() {
        return operations.isEmpty();
    }

    /** Returns the place, such as {@code DEQUEUE number 2}. */
    @Override
    public String toString() {
        String names = operations.size() > ANY
                ? "any operation"
                : String.join(", ", operations.stream().map(Enum::name).toList());
        return (isConnection() ? "connection" : names) + " number " + count.nth
                + activity.map(id -> " of " + id).orElse("");
    }

    private Place counting(Count counted) {
        return new Place(operations, counted, activity, window, probability, isOptional);
    }
}

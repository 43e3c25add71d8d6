package io.github.d365fo.testkit.internal.faults;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.Fault;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/** A fault at its place, and how often it has struck. Guarded by its plan. */
final class PlannedFault {
    private final Place place;
    private final Fault fault;
    private final Instant plannedAt;
    private final Random chance;
    private int counted;
    private int struck;

    PlannedFault(Place place, Fault fault, Instant plannedAt) {
        this.place = place;
        this.fault = fault;
        this.plannedAt = plannedAt;
        this.chance =
                new Random(place.probability().map(Place.Probability::seed).orElse(0L));
    }

    boolean isFor(Operation operation, Optional<ActivityId> activity) {
        return place.operations().contains(operation)
                && (place.activity().isEmpty() || place.activity().equals(activity));
    }

    boolean isForConnections() {
        return place.isConnection();
    }

    /** Counts a request at its place. */
    void count() {
        counted++;
    }

    /** Returns whether it may strike the request that was counted last. */
    boolean isDue(Instant now) {
        boolean over = place.window()
                .filter(window -> !now.isBefore(plannedAt.plus(window)))
                .isPresent();
        boolean used = place.count().times().isPresent()
                && struck >= place.count().times().getAsInt();
        return counted >= place.count().nth() && !over && !used && isChosen();
    }

    Fault strike() {
        struck++;
        return fault;
    }

    boolean hasStruck() {
        return struck > 0;
    }

    boolean isOptional() {
        return place.isOptional();
    }

    /** Returns the fault and its place. */
    @Override
    public String toString() {
        return fault + " on " + place;
    }

    private boolean isChosen() {
        return place.probability().isEmpty()
                || chance.nextDouble() < place.probability().get().value();
    }
}

package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.internal.faults.Place;
import java.time.Duration;
import java.util.Objects;

/**
 * Where and how often a fault strikes; by default the next request, once. Immutable and thread-safe: every method
 * returns a copy, except {@link #inject}, which plans the fault.
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
    private final FaultPlan plan;
    private final Place place;

    FaultPlace(FaultPlan plan, Place place) {
        this.plan = plan;
        this.place = place;
    }

    /**
     * Strikes from the {@code n}th request on, counted from the planning.
     *
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public FaultPlace nth(int n) {
        return new FaultPlace(plan, place.nth(Given.atLeastOne("nth", n)));
    }

    /**
     * Strikes {@code n} requests.
     *
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public FaultPlace times(int n) {
        return new FaultPlace(plan, place.times(Given.atLeastOne("times", n)));
    }

    /** Strikes every request. */
    public FaultPlace always() {
        return new FaultPlace(plan, place.always());
    }

    /**
     * Strikes every request for a time from the planning on, by the server's clock.
     *
     * @throws IllegalArgumentException if {@code time} is negative or longer than a hundred years
     */
    public FaultPlace during(Duration time) {
        return new FaultPlace(plan, place.during(Given.span("during", time)));
    }

    /** Strikes only requests that concern this activity; a message status concerns none. */
    public FaultPlace activity(ActivityId id) {
        return new FaultPlace(plan, place.of(Objects.requireNonNull(id, "activity")));
    }

    /**
     * Strikes every request with a probability, at random but the same in every run. The fault is optional.
     *
     * @throws IllegalArgumentException if {@code value} is not from 0 to 1
     */
    public FaultPlace probability(double value, long seed) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("probability: expected 0 to 1, but got " + value);
        }
        return new FaultPlace(plan, place.byChance(new Place.Probability(value, seed)));
    }

    /** Lets the server close without an error if the fault never struck. */
    public FaultPlace optional() {
        return new FaultPlace(plan, place.optional());
    }

    /**
     * Plans {@code fault} for this place and returns the plan.
     *
     * @throws IllegalArgumentException if it can't strike here
     */
    public FaultPlan inject(Fault fault) {
        Objects.requireNonNull(fault, "fault");
        return plan.add(place, fault);
    }

    /** Returns the place, such as {@code DEQUEUE number 2}. */
    @Override
    public String toString() {
        return place.toString();
    }
}

package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.internal.faults.FaultSchedule;
import io.github.d365fo.testkit.internal.faults.Place;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What goes wrong at a fake server, and when. Thread-safe.
 *
 * <pre>{@code
 * server.exportJob().publish(zip);
 * server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(30)));
 * server.faults().on(Operation.DOWNLOAD).times(2).inject(new Fault.ResetInBody(100));
 * DequeueResult message = exports.dequeue().orElseThrow(); // waits for 30 seconds of the server's clock
 * exports.download(message, directory.resolve("customers.zip"));
 * server.faults().maintenance(Duration.ofMinutes(3)); // a whole situation
 * exports.acknowledge(message);
 * server.verify().nothingUnacknowledged().noMessageDeliveredTwice();
 * }</pre>
 *
 * <p>One fault strikes a request at most: of those that are due, the one that was planned first. Faults for the same
 * place therefore strike one request after the other, in the order in which they were planned.
 *
 * <p>A fault that was planned and never struck makes {@link FakeConnectorServer#close()} throw an
 * {@link UnfiredFaultError}, since such a test proves less than it seems to; {@link FaultPlace#optional()} and
 * {@link #allowUnfired()} say that it is meant so.
 */
public final class FaultPlan {
    private static final Set<Operation> ENVIRONMENT = EnumSet.complementOf(EnumSet.of(Operation.ACCESS_TOKEN));

    private final FaultSchedule schedule;
    private volatile boolean unfiredAllowed;

    FaultPlan(FaultSchedule schedule) {
        this.schedule = schedule;
    }

    /** Returns the place of the next request for one of these operations. */
    public FaultPlace on(Operation first, Operation... others) {
        Objects.requireNonNull(first, "first");
        Given.all("others", others);
        return new FaultPlace(this, Place.next(EnumSet.of(first, others)));
    }

    /** Returns the place of the next request for any operation but a token. */
    public FaultPlace onAny() {
        return new FaultPlace(this, Place.next(ENVIRONMENT));
    }

    /** Returns the place of the next new connection, for {@link Fault.TlsFailure}. */
    public FaultPlace onConnection() {
        return new FaultPlace(this, Place.next(Set.of()));
    }

    /** Plans an hour, from now on, in which every request is answered with 429 and told to come in five minutes. */
    public FaultPlan throttledHour() {
        return onAny().during(Duration.ofHours(1)).inject(new Fault.Throttled(Fault.RetryAfter.seconds(300)));
    }

    /** Plans that no tokens are given out for a time from now on; those that were given out stay valid. */
    public FaultPlan tokenOutage(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        return on(Operation.ACCESS_TOKEN).during(duration).inject(new Fault.Unavailable(Fault.RetryAfter.none()));
    }

    /** Plans that every token comes late, by the server's clock. */
    public FaultPlan slowTokens(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        return on(Operation.ACCESS_TOKEN).always().inject(new Fault.Delay(delay));
    }

    /** Plans that the environment is being serviced for a time from now on: 503, and come again in two minutes. */
    public FaultPlan maintenance(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        return onAny().during(duration).inject(new Fault.Unavailable(Fault.RetryAfter.seconds(120)));
    }

    /** Lets the server close in peace although a fault never struck. */
    public FaultPlan allowUnfired() {
        unfiredAllowed = true;
        return this;
    }

    /** Forgets every fault, as if none had been planned. */
    public FaultPlan clear() {
        schedule.clear();
        return this;
    }

    /** Returns the faults that have never struck, each with its place, in the order of their planning. */
    public List<String> unfired() {
        return schedule.unfired();
    }

    FaultPlan add(Place place, Fault fault) {
        schedule.add(place, fault);
        return this;
    }

    /** Throws if a fault never struck that had to. */
    void check() {
        List<String> missed = schedule.missed();
        if (!unfiredAllowed && !missed.isEmpty()) {
            throw new UnfiredFaultError(missed);
        }
    }
}

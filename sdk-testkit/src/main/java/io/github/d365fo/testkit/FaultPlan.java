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
 * The planned faults of a fake server. Thread-safe.
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
 * <p>At most one fault strikes a request: of the faults that are due, the one planned first. So faults for the same
 * place strike consecutive requests, in the order in which they were planned.
 *
 * <p>If a planned fault never struck, {@link FakeConnectorServer#close()} throws an {@link UnfiredFaultError}, since
 * the test proves less than it seems to. Use {@link FaultPlace#optional()} or {@link #allowUnfired()} if that is
 * intended.
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

    /** Returns the place of the next request for any operation except a token. */
    public FaultPlace onAny() {
        return new FaultPlace(this, Place.next(ENVIRONMENT));
    }

    /** Returns the place of the next new connection, for {@link Fault.TlsFailure}. */
    public FaultPlace onConnection() {
        return new FaultPlace(this, Place.next(Set.of()));
    }

    /** Plans an hour, from now on, in which every answer is 429 with {@code Retry-After} of five minutes. */
    public FaultPlan throttledHour() {
        return onAny().during(Duration.ofHours(1)).inject(new Fault.Throttled(Fault.RetryAfter.seconds(300)));
    }

    /** Plans that no tokens are issued for a time from now on; tokens issued before stay valid. */
    public FaultPlan tokenOutage(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        return on(Operation.ACCESS_TOKEN).during(duration).inject(new Fault.Unavailable(Fault.RetryAfter.none()));
    }

    /** Plans that every token is late, by the server's clock. */
    public FaultPlan slowTokens(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        return on(Operation.ACCESS_TOKEN).always().inject(new Fault.Delay(delay));
    }

    /**
     * Plans that the environment is being serviced for a time from now on: 503 with {@code Retry-After} of two minutes.
     */
    public FaultPlan maintenance(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        return onAny().during(duration).inject(new Fault.Unavailable(Fault.RetryAfter.seconds(120)));
    }

    /** Lets the server close without an error if a fault never struck. */
    public FaultPlan allowUnfired() {
        unfiredAllowed = true;
        return this;
    }

    /** Removes every planned fault. */
    public FaultPlan clear() {
        schedule.clear();
        return this;
    }

    /** Returns the faults that never struck, each with its place, in the order in which they were planned. */
    public List<String> unfired() {
        return schedule.unfired();
    }

    FaultPlan add(Place place, Fault fault) {
        schedule.add(place, fault);
        return this;
    }

    /**
     * Fails if a fault that is not optional never struck, as closing the server does. For tests that share a server.
     *
     * @throws UnfiredFaultError if there is one, unless that is {@linkplain #allowUnfired() allowed}
     */
    public void check() {
        List<String> missed = schedule.missed();
        if (!unfiredAllowed && !missed.isEmpty()) {
            throw new UnfiredFaultError(missed);
        }
    }
}

package io.github.d365fo.testkit.internal.faults;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.Fault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The planned faults, and how often each has struck. Thread-safe. */
public final class FaultSchedule {
    private final InstantSource clock;
    private final boolean encrypted;
    private final List<PlannedFault> planned = new ArrayList<>();

    /** {@code encrypted} if there are TLS handshakes that can break. */
    public FaultSchedule(InstantSource clock, boolean encrypted) {
        this.clock = clock;
        this.encrypted = encrypted;
    }

    /**
     * Plans {@code fault} for {@code place}.
     *
     * @throws IllegalArgumentException if it can't strike there
     */
    public synchronized void add(Place place, Fault fault) {
        if (fault instanceof Fault.TlsFailure && !encrypted) {
            throw new IllegalArgumentException(
                    "fault: TlsFailure needs a server with tls(true), but this one does not use TLS");
        }
        boolean fits = fault.operations().containsAll(place.operations())
                && fault.operations().isEmpty() == place.isConnection();
        if (!fits) {
            throw new IllegalArgumentException("fault: expected one that can strike " + place + ", but got " + fault
                    + ", which strikes " + (fault.operations().isEmpty() ? "connections" : fault.operations()));
        }
        planned.add(new PlannedFault(place, fault, clock.instant()));
    }

    /** Removes every planned fault. */
    public synchronized void clear() {
        planned.clear();
    }

    /** Returns the faults that have never struck, each with its place, in the order of their planning. */
    public synchronized List<String> unfired() {
        return planned.stream()
                .filter(fault -> !fault.hasStruck())
                .map(PlannedFault::toString)
                .toList();
    }

    /** Returns the required faults that have never struck, each with its place. */
    public synchronized List<String> missed() {
        return planned.stream()
                .filter(fault -> !fault.hasStruck() && !fault.isOptional())
                .map(PlannedFault::toString)
                .toList();
    }

    /** Counts a request and returns the fault that strikes it. */
    public synchronized Optional<Fault> strike(Operation operation, Optional<ActivityId> activity) {
        return first(planned.stream()
                .filter(fault -> fault.isFor(operation, activity))
                .toList());
    }

    /** Counts a connection and returns whether a fault strikes it. */
    public synchronized boolean strikesConnection() {
        return first(planned.stream().filter(PlannedFault::isForConnections).toList())
                .isPresent();
    }

    private Optional<Fault> first(List<PlannedFault> candidates) {
        candidates.forEach(PlannedFault::count);
        return candidates.stream()
                .filter(fault -> fault.isDue(clock.instant()))
                .findFirst()
                .map(PlannedFault::strike);
    }
}

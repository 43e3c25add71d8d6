package io.github.d365fo.testkit;

import java.util.List;

/**
 * Thrown when planned faults never struck, since the test then proves less than it seems to.
 *
 * <pre>{@code
 * FakeConnectorServer server = FakeConnectorServer.start();
 * server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.BadGateway());
 * server.client().job(server.exportJob().activityId()).dequeue(); // nothing was published, so nothing is acknowledged
 * UnfiredFaultError error = assertThrows(UnfiredFaultError.class, server::close);
 * assert error.unfired().size() == 1;
 * }</pre>
 */
public final class UnfiredFaultError extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient List<String> unfired;

    UnfiredFaultError(List<String> unfired) {
        super(unfired.size() + " planned fault(s) never struck: " + String.join("; ", unfired)
                + ". Send the request they wait for, or call optional() or allowUnfired()");
        this.unfired = List.copyOf(unfired);
    }

    /** Returns the faults, each with its place. */
    public List<String> unfired() {
        return unfired;
    }
}

package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/** The fake server, which fails as planned. */
abstract class FakeService implements HistoryService {
    private static final List<Fault> FAULTS = List.of(
            new Fault.ResetAfterReading(),
            new Fault.ResetBeforeReading(),
            new Fault.ServerError(),
            new Fault.Throttled(Fault.RetryAfter.seconds(3)),
            new Fault.Unavailable(Fault.RetryAfter.none()),
            new Fault.Unauthorized());

    final FakeConnectorServer server;
    private final Operation first;
    private final Operation[] others;

    /** Faults strike {@code first} or {@code others}. */
    FakeService(FakeConnectorServer server, Operation first, Operation... others) {
        this.server = server;
        this.first = first;
        this.others = others;
        server.reset();
    }

    @Override
    public void planFault(Random random) {
        server.faults().on(first, others).inject(FAULTS.get(random.nextInt(FAULTS.size())));
    }

    @Override
    public void forgetFaults() {
        server.faults().clear();
    }

    @Override
    public Clock clock() {
        return server.clock();
    }
}

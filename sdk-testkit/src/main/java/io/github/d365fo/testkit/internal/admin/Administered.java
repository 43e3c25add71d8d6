package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeDataManagement;
import io.github.d365fo.testkit.FakeIdentity;
import io.github.d365fo.testkit.FaultPlan;
import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.TestClock;
import io.github.d365fo.testkit.internal.server.Names;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts of a server that the administration uses.
 *
 * @param names its addresses and its certificate
 * @param settings its settings
 * @param identity its identity provider
 * @param clientSecret the secret of the identity's own app
 * @param jobs its jobs
 * @param data its data management
 * @param clock its clock
 * @param faults its planned faults
 * @param requests the requests answered so far
 * @param reset resets it
 */
public record Administered(
        Names names,
        ServerSettings settings,
        FakeIdentity identity,
        String clientSecret,
        JobBoard jobs,
        FakeDataManagement data,
        TestClock clock,
        FaultPlan faults,
        Supplier<List<RecordedRequest>> requests,
        Runnable reset) {}

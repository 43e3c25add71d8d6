package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeDataManagement;
import io.github.d365fo.testkit.FakeIdentity;
import io.github.d365fo.testkit.FaultPlan;
import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.TestClock;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the administration sees of a server.
 *
 * @param environment its address
 * @param tokenEndpoint where tokens are given out
 * @param identity who may sign in
 * @param clientSecret the secret of the identity's own app
 * @param jobs its jobs
 * @param data its data management
 * @param clock its clock
 * @param faults what goes wrong
 * @param requests the requests that were answered so far
 * @param reset makes it forget
 */
public record Administered(
        URI environment,
        URI tokenEndpoint,
        FakeIdentity identity,
        String clientSecret,
        JobBoard jobs,
        FakeDataManagement data,
        TestClock clock,
        FaultPlan faults,
        Supplier<List<RecordedRequest>> requests,
        Runnable reset) {}

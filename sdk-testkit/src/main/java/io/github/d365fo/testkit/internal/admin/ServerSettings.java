package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.datamanagement.DataPlane;
import io.github.d365fo.testkit.internal.identity.IdentityStore;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;

/**
 * The parts of a server whose settings the administration reads back, which the Java API does not: a test knows what it
 * has set.
 *
 * @param switches its switches
 * @param jobs its jobs
 * @param data its data management
 * @param identity its identity provider
 */
public record ServerSettings(FakeServerSettings switches, Jobs jobs, DataPlane data, IdentityStore identity) {}

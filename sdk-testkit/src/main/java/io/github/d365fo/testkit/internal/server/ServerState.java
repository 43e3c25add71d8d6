package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.datamanagement.DataPlane;
import io.github.d365fo.testkit.internal.identity.IdentityStore;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import io.github.d365fo.testkit.internal.state.StatePart;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Stores the state of the service in a directory: jobs, messages, files, leases, data projects, executions, blobs,
 * planned outcomes, apps and users, and the time. Tokens, faults and the journal are not stored: a client gets a new
 * token after a restart, as after a revocation. Thread-safe.
 */
final class ServerState implements AutoCloseable {
    private static final String VERSION = "version";
    private static final String IDENTITY = "identity";
    private static final String JOBS = "jobs";
    private static final String DATA = "dataManagement";
    private static final String IDS = "ids";
    private static final String NOW = "now";
    private static final long CURRENT = 3;

    private final StateDirectory directory;
    private final IdentityStore identity;
    private final Jobs jobs;
    private final DataPlane data;
    private final Ids ids;
    private final InstantSource clock;
    private final Consumer<Instant> setClock;
    private boolean continued;

    /**
     * Restores the state in {@code path}; the stored time goes to {@code setClock}.
     *
     * @throws IllegalStateException if another server uses it, or it is damaged
     */
    public ServerState(
            Path path,
            IdentityStore identity,
            Jobs jobs,
            DataPlane data,
            Ids ids,
            InstantSource clock,
            Consumer<Instant> setClock) {
        this.directory = StateDirectory.open(path);
        this.identity = identity;
        this.jobs = jobs;
        this.data = data;
        this.ids = ids;
        this.clock = clock;
        this.setClock = setClock;
        try {
            directory.load(this::restore);
            // From the first content on there is a state that lists it.
            save();
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Returns whether there was a state to continue. */
    boolean isContinued() {
        return continued;
    }

    /** Saves what has changed. */
    public void save() {
        directory.save(this::save);
    }

    /** Saves what has changed, in one file. */
    public void finish() {
        directory.finish(this::save);
    }

    @Override
    public void close() {
        directory.close();
    }

    private void save(StatePart state) {
        state.setting(VERSION, keeper -> CURRENT);
        state.setting(IDENTITY, keeper -> identity.save());
        jobs.save(state.part(JOBS));
        data.save(state.part(DATA));
        // Last, so that no id or time above is later than these.
        state.setting(IDS, keeper -> ids.count());
        state.setting(NOW, keeper -> clock.instant().toString());
    }

    private void restore(JsonObject saved) {
        JsonObject state = saved.requireNumber(VERSION) == SecondVersion.NUMBER ? SecondVersion.convert(saved) : saved;
        if (state.requireNumber(VERSION) != CURRENT) {
            throw new IllegalArgumentException("version: expected " + CURRENT + ", but got another");
        }
        continued = true;
        ids.skipTo(state.requireNumber(IDS));
        setClock.accept(state.requireInstant(NOW));
        identity.restore(state.requireObject(IDENTITY));
        jobs.restore(state.requireObject(JOBS), directory);
        data.restore(state.requireObject(DATA), directory);
    }
}

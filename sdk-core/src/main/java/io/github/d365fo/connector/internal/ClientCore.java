package io.github.d365fo.connector.internal;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.datamanagement.DataEngine;
import io.github.d365fo.connector.internal.pipeline.AsyncFace;
import io.github.d365fo.connector.internal.pipeline.Observer;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import io.github.d365fo.connector.internal.pipeline.RunningCalls;
import io.github.d365fo.connector.internal.pipeline.Scopes;
import io.github.d365fo.connector.internal.pipeline.Swarm;
import io.github.d365fo.connector.internal.pipeline.Workers;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.internal.transfer.BlobTransfers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/** What the two faces of a client share. Thread-safe. */
final class ClientCore {
    private final ClientSettings settings;
    private final Time time;
    private final Observer observer;
    private final Pipeline pipeline;
    private final ExecutorService workers = Workers.create();
    private final RunningCalls running = new RunningCalls(workers, this::letGo);
    private final AsyncFace asyncFace = new AsyncFace(workers);
    private final BlobTransfers transfers;
    private final Scopes scopes;
    private final DataEngine dataManagement;
    private final Acknowledged acknowledged = new Acknowledged();

    ClientCore(ClientSettings settings) {
        this.settings = settings;
        this.time = Time.of(settings.clock());
        this.observer = new Observer(settings.listener(), settings.secrets());
        this.pipeline = new Pipeline(settings, time, observer);
        this.transfers = new BlobTransfers(new Swarm(pipeline, asyncFace), observer, settings.packageCheck());
        this.scopes = new Scopes(pipeline, running, settings.timeouts().operation());
        this.dataManagement = new DataEngine(pipeline, scopes, time, transfers, settings.environment());
    }

    ClientSettings settings() {
        return settings;
    }

    Time time() {
        return time;
    }

    KnownSecrets secrets() {
        return settings.secrets();
    }

    Observer observer() {
        return observer;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    BlobTransfers transfers() {
        return transfers;
    }

    AsyncFace asyncFace() {
        return asyncFace;
    }

    Scopes scopes() {
        return scopes;
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    DataEngine dataManagement() {
        return dataManagement;
    }

    JobEngine job(ActivityId activityId) {
        Objects.requireNonNull(activityId, "activityId");
        scopes.requireOpen();
        if (settings.environment().isOnPremises()) {
            throw new IllegalStateException(
                    "the environment " + settings.environment().uri()
                            + " is on-premises, where recurring integrations don't exist; use the package API there");
        }
        return new JobEngine(this, activityId);
    }

    void close(Duration grace) {
        running.close(grace);
    }

    private void letGo() {
        pipeline.close();
        workers.shutdown();
    }
}

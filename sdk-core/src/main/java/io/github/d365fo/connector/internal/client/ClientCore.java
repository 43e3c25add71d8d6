package io.github.d365fo.connector.internal.client;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.RunningCalls;
import io.github.d365fo.connector.internal.call.Workers;
import io.github.d365fo.connector.internal.datamanagement.DataManagementOperations;
import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.job.Acknowledged;
import io.github.d365fo.connector.internal.job.JobContext;
import io.github.d365fo.connector.internal.job.JobOperations;
import io.github.d365fo.connector.internal.observe.Observer;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.internal.transfer.FileTransfers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/** The state that a client and its asynchronous view share. Thread-safe. */
final class ClientCore {
    private final ClientSettings settings;
    private final Pipeline pipeline;
    private final ExecutorService workers = Workers.create();
    private final ExecutorService senders = Workers.daemons();
    private final RunningCalls running = new RunningCalls(workers, this::letGo);
    private final Calls calls;
    private final DataManagementOperations dataManagement;
    private final JobContext jobs;

    ClientCore(ClientSettings settings) {
        this.settings = settings;
        Time time = Time.of(settings.clock());
        Observer observer = new Observer(settings.listeners(), settings.secrets());
        this.pipeline = new Pipeline(settings, time, senders);
        FileTransfers transfers = new FileTransfers(new Lanes(pipeline), settings.packageCheck());
        this.calls = Calls.to(
                settings.environment().origin(),
                running,
                observer,
                settings.timeouts().operation());
        this.dataManagement = new DataManagementOperations(pipeline, calls, time, transfers, settings.environment());
        this.jobs = new JobContext(settings, calls, pipeline, transfers, dataManagement, new Acknowledged());
    }

    ClientSettings settings() {
        return settings;
    }

    Calls calls() {
        return calls;
    }

    DataManagementOperations dataManagement() {
        return dataManagement;
    }

    JobOperations job(ActivityId activityId) {
        Objects.requireNonNull(activityId, "activityId");
        calls.requireOpen();
        if (settings.environment().isOnPremises()) {
            throw new IllegalStateException(
                    "the environment " + settings.environment().uri()
                            + " is on-premises, where recurring integrations don't exist; use the package API there");
        }
        return new JobOperations(jobs, activityId);
    }

    void close(Duration grace) {
        running.close(grace);
    }

    private void letGo() {
        pipeline.close();
        workers.shutdown();
        senders.shutdown();
    }
}

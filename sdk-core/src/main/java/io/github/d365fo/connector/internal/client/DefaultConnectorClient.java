package io.github.d365fo.connector.internal.client;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.AsyncConnectorClient;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.internal.datamanagement.DefaultDataManagement;
import io.github.d365fo.connector.internal.job.DefaultRecurringJob;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/** The client that the builder creates. */
public final class DefaultConnectorClient implements ConnectorClient {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ClientCore core;
    private final AsyncConnectorClient async;

    /** Creates a client with {@code settings}. */
    public DefaultConnectorClient(ClientSettings settings) {
        this.core = new ClientCore(settings);
        this.async = new DefaultAsyncConnectorClient(core);
    }

    @Override
    public URI environment() {
        return core.settings().environment().uri();
    }

    @Override
    public RecurringJob job(ActivityId activityId) {
        return new DefaultRecurringJob(core.job(activityId));
    }

    @Override
    public DataManagement dataManagement() {
        core.calls().requireOpen();
        return new DefaultDataManagement(core.dataManagement());
    }

    @Override
    public AsyncConnectorClient async() {
        return async;
    }

    @Override
    public void close() {
        close(GRACE);
    }

    @Override
    public void close(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace: expected zero or more, but got " + grace);
        }
        core.close(grace);
    }

    /** Returns the environment, without secrets. */
    @Override
    public String toString() {
        return "ConnectorClient[" + environment() + "]";
    }
}

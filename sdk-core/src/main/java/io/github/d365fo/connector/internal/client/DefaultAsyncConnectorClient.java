package io.github.d365fo.connector.internal.client;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.AsyncConnectorClient;
import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.datamanagement.AsyncDataManagement;
import io.github.d365fo.connector.internal.datamanagement.DefaultAsyncDataManagement;
import io.github.d365fo.connector.internal.job.DefaultAsyncRecurringJob;

/** The asynchronous view of a client. */
final class DefaultAsyncConnectorClient implements AsyncConnectorClient {
    private final ClientCore core;

    DefaultAsyncConnectorClient(ClientCore core) {
        this.core = core;
    }

    @Override
    public AsyncRecurringJob job(ActivityId activityId) {
        return new DefaultAsyncRecurringJob(core.job(activityId));
    }

    @Override
    public AsyncDataManagement dataManagement() {
        core.calls().requireOpen();
        return new DefaultAsyncDataManagement(core.dataManagement());
    }
}

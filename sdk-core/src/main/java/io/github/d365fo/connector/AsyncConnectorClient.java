package io.github.d365fo.connector;

import io.github.d365fo.connector.datamanagement.AsyncDataManagement;

/**
 * The asynchronous view of a {@link ConnectorClient}, whose calls return futures. Get it from
 * {@link ConnectorClient#async()}; closing the client closes both. Thread-safe.
 */
public interface AsyncConnectorClient {
    /**
     * Returns the recurring data job with the id {@code activityId}, in any spelling. Nothing is sent.
     *
     * @throws IllegalArgumentException if {@code activityId} is not an activity id
     * @throws IllegalStateException if the environment is on-premises or the client is closed
     */
    default AsyncRecurringJob job(String activityId) {
        return job(ActivityId.of(activityId));
    }

    /**
     * Returns the recurring data job {@code activityId}. Nothing is sent.
     *
     * @throws IllegalStateException if the environment is on-premises or the client is closed
     */
    AsyncRecurringJob job(ActivityId activityId);

    /**
     * Returns the package API of data management, which exists in the cloud and on-premises. Nothing is sent.
     *
     * @throws IllegalStateException if the client is closed
     */
    AsyncDataManagement dataManagement();
}

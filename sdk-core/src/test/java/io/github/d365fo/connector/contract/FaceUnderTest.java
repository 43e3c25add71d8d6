package io.github.d365fo.connector.contract;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.AsyncDataManagement;
import io.github.d365fo.connector.datamanagement.DataManagement;

/** Which face a behaviour test goes through; the asynchronous one is waited for, so that one test serves both. */
public enum FaceUnderTest {
    BLOCKING {
        @Override
        public RecurringJob job(ConnectorClient client, String activityId) {
            return client.job(activityId);
        }

        @Override
        public DataManagement dataManagement(ConnectorClient client) {
            return client.dataManagement();
        }
    },
    ASYNC {
        @Override
        public RecurringJob job(ConnectorClient client, String activityId) {
            return Waiting.as(
                    RecurringJob.class, AsyncRecurringJob.class, client.async().job(activityId));
        }

        @Override
        public DataManagement dataManagement(ConnectorClient client) {
            return Waiting.as(
                    DataManagement.class,
                    AsyncDataManagement.class,
                    client.async().dataManagement());
        }
    };

    public abstract RecurringJob job(ConnectorClient client, String activityId);

    public abstract DataManagement dataManagement(ConnectorClient client);
}

package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.spring.ConnectorConnectionDetails;
import org.springframework.beans.factory.BeanFactory;

/** Finds the client and the jobs of an environment among the beans. */
record Lookup(BeanFactory beans) {
    /** Returns the client of {@code environment}; the empty text is the one without a name. */
    ConnectorClient client(String environment) {
        return environment.isEmpty()
                ? beans.getBean(ConnectorClient.class)
                : beans.getBean(Prefix.environment(environment).name(), ConnectorClient.class);
    }

    /**
     * Returns the activity id of the job {@code name} of {@code environment}.
     *
     * @throws PropertyException if no property says so
     */
    ActivityId activity(String environment, String name) {
        return beans.getBean(ConnectorConnectionDetails.class).job(environment, name);
    }
}

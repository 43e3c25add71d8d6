package io.github.d365fo.spring.test;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.spring.ConnectorConnectionDetails;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.net.URI;
import java.util.Optional;

/** Leads all environments of the application to the fake. */
record FakeConnectionDetails(FakeConnectorServer server, FakeJobs jobs) implements ConnectorConnectionDetails {
    @Override
    public URI environment(String environment) {
        return server.environment();
    }

    @Override
    public Optional<TokenProvider> tokenProvider(String environment) {
        return Optional.of(server.tokenProvider());
    }

    @Override
    public ActivityId job(String environment, String name) {
        String qualified = JobNames.qualified(environment, name);
        return jobs.activityId(qualified)
                .orElseThrow(() -> new IllegalStateException("expected to know whether the job " + qualified
                        + " exports or imports, but no feed uses it; write @FakeConnector(exports = \"" + qualified
                        + "\") or @FakeConnector(imports = \"" + qualified + "\")"));
    }
}

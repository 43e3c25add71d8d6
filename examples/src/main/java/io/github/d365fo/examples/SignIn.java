package io.github.d365fo.examples;

import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.connector.ConnectorClient;

/** Makes the client of a real environment. */
public final class SignIn {
    private SignIn() {}

    /** Returns a client that signs in with a client secret. */
    public static ConnectorClient client(String environment, String tenantId, String clientId, String secret) {
        // tag::client[]
        ConnectorClient client = ConnectorClient.builder()
                .environment(environment) // https://contoso.operations.dynamics.com
                .tokenProvider(EntraTokenProvider.clientSecret(tenantId, clientId, secret))
                .build();
        // end::client[]
        return client;
    }
}

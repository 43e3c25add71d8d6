package io.github.d365fo.connector;

import io.github.d365fo.connector.datamanagement.DataManagement;
import java.net.URI;

/**
 * The client of one Finance and Operations environment, where everything begins.
 *
 * <pre>{@code
 * ConnectorClient client = ConnectorClient.builder()
 *     .environment("https://contoso.operations.dynamics.com")
 *     .tokenProvider(EntraTokenProvider.clientSecret(tenantId, clientId, secret))
 *     .build();
 * }</pre>
 *
 * <p>Thread-safe; make one per environment and share it. It holds the connections, the limit of requests at once and
 * the gate that a throttled answer closes, so two clients of one environment know nothing of each other's throttling.
 * An interface so that it can be mocked; the testkit's fake connector server is the better test.
 */
public interface ConnectorClient extends AutoCloseable {
    /** Returns a builder of a client. */
    static ConnectorClientBuilder builder() {
        return new ConnectorClientBuilder();
    }

    /** Returns the address of the environment as the client uses it: lower case, without a slash at its end. */
    URI environment();

    /**
     * Returns the recurring data job with the id {@code activityId}, in any spelling that {@link ActivityId#of(String)}
     * reads. Nothing is sent.
     *
     * @throws IllegalArgumentException if {@code activityId} is not an activity id
     * @throws IllegalStateException if the environment is on-premises, where recurring integrations don't exist
     *     ("Recurring integrations", note), or this client is closed
     */
    default RecurringJob job(String activityId) {
        return job(ActivityId.of(activityId));
    }

    /**
     * Returns the recurring data job {@code activityId}. Nothing is sent.
     *
     * @throws IllegalStateException if the environment is on-premises, where recurring integrations don't exist
     *     ("Recurring integrations", note), or this client is closed
     */
    RecurringJob job(ActivityId activityId);

    /**
     * Returns the package API of data management, which exists in the cloud and on-premises. Nothing is sent.
     *
     * @throws IllegalStateException if this client is closed
     */
    DataManagement dataManagement();

    /** Returns the face of this client whose calls answer with futures. Both share everything. */
    AsyncConnectorClient async();

    /**
     * Ends the client: calls that wait fail at once, exchanges that are on the wire come to their end, new calls are
     * refused with {@link IllegalStateException}. Doesn't block and may be called again. An {@code HttpClient} that was
     * handed in stays open.
     */
    @Override
    void close();
}

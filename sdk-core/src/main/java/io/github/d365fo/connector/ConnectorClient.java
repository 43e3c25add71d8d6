package io.github.d365fo.connector;

import io.github.d365fo.connector.datamanagement.DataManagement;
import java.net.URI;
import java.time.Duration;

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
 *
 * <p>A call of either face needs room on the stack of the thread that makes it: 130 KB are always enough, and a thread
 * that was made with 256 KB has them unless it is deep in the program's own code. Where there may be too little, a call
 * throws a {@link StackOverflowError} before it has begun and sends nothing. What the program's own code does to the JDK
 * at the end of a stack is beyond that: an overflow in {@code CompletableFuture.orTimeout}, for one, can break the one
 * timer that all of them share, this client's among them, until the JVM ends.
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
     * Ends the client as {@link #close(Duration)} does, with a grace of 10 seconds: what a service that shuts down wants.
     */
    @Override
    void close();

    /**
     * Ends the client, both faces of it, and returns when its calls have ended.
     *
     * <ul>
     *   <li>New calls are refused with {@link IllegalStateException}.
     *   <li>Calls that wait, for a token, for their turn, for the end of throttling, for the next try or for the next
     *       question of a poll, end at once with a {@link io.github.d365fo.connector.error.TransportException}.
     *   <li>Requests that are on the wire, open {@link io.github.d365fo.connector.dequeue.DownloadStream}s included, have
     *       {@code grace} to come to their end. None begins after them: a call that needs another one, also to repeat
     *       one that failed, ends in the same way.
     *   <li>After {@code grace} they are ended too. {@code Outcome.UNKNOWN} says which of them were sent.
     * </ul>
     *
     * <p>A call whose thread is in a program's own code, a payload that is read for example, is interrupted. If it does
     * not notice for 5 seconds it is not waited for any longer; its future, if it has one, fails.
     *
     * <p>May be called from any thread, more than once and at the same time. A listener, a payload or whatever else a
     * call is in the middle of may call it: that one call is not waited for. An interrupt ends all calls at once and the
     * waiting with them; the thread's interrupt flag stays set. An {@code HttpClient} that was handed in stays open.
     *
     * <p>An implementation that does not override this method ends as {@link #close()} does.
     *
     * @param grace how long requests on the wire may go on; zero ends them at once
     * @throws IllegalArgumentException if {@code grace} is negative
     */
    default void close(Duration grace) {
        close();
    }
}

package io.github.d365fo.connector;

import io.github.d365fo.connector.datamanagement.DataManagement;
import java.net.URI;
import java.time.Duration;

/**
 * The client of one Finance and Operations environment, and the entry point of the SDK.
 *
 * <pre>{@code
 * ConnectorClient client = ConnectorClient.builder()
 *     .environment("https://contoso.operations.dynamics.com")
 *     .tokenProvider(EntraTokenProvider.clientSecret(tenantId, clientId, secret))
 *     .build();
 * }</pre>
 *
 * <p>Thread-safe; create one per environment and share it. The client holds the connections, the limit on concurrent
 * requests and the throttling state, so two clients of one environment do not share throttling. It is an interface so
 * that you can mock it; the testkit's fake connector server makes a better test.
 *
 * <p>A call, blocking or asynchronous, needs up to 130 KB on the stack of the calling thread; a thread with a stack of
 * 256 KB has that unless it is deep in the program's own code. If there may be too little, the call throws a
 * {@link StackOverflowError} before it sends anything. The client can't protect the JDK from stack overflows in the
 * program's own code: one in {@code CompletableFuture.orTimeout}, for example, can break the timer that all futures of
 * the JVM share, including this client's, until the JVM ends.
 */
public interface ConnectorClient extends AutoCloseable {
    /** Returns a builder of a client. */
    static ConnectorClientBuilder builder() {
        return new ConnectorClientBuilder();
    }

    /** Returns the address of the environment as the client uses it: lower case, without a trailing slash. */
    URI environment();

    /**
     * Returns the recurring data job with the id {@code activityId}, in any spelling that {@link ActivityId#of(String)}
     * accepts. Nothing is sent.
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

    /** Returns the asynchronous view of this client, whose calls return futures. Both share everything. */
    AsyncConnectorClient async();

    /**
     * Closes the client as {@link #close(Duration)} does, with a grace period of 10 seconds.
     */
    @Override
    void close();

    /**
     * Closes the client and its asynchronous view, and returns when all calls have ended.
     *
     * <ul>
     *   <li>New calls throw an {@link IllegalStateException}.
     *   <li>Calls that are waiting (for a token, a free request slot, the end of throttling, the next attempt or the
     *       next poll) end at once with a {@link io.github.d365fo.connector.error.TransportException}.
     *   <li>Requests on the wire, including open {@link io.github.d365fo.connector.dequeue.DownloadStream}s, have
     *       {@code grace} to finish. No request starts after them: a call that needs another one, even as a retry, ends
     *       in the same way.
     *   <li>After {@code grace} they are aborted. Those that were sent fail with {@code Outcome.UNKNOWN}.
     * </ul>
     *
     * <p>A call whose thread is running the program's own code, such as reading a payload, is interrupted. If it does
     * not react within 5 seconds, {@code close} stops waiting for it; its future, if it has one, fails.
     *
     * <p>May be called from any thread, repeatedly and concurrently. A listener, a payload or any other code that runs
     * inside a call may call it: {@code close} does not wait for that call. An interrupt aborts all calls and ends the
     * wait; the thread's interrupt flag stays set. An {@code HttpClient} that you passed in stays open.
     *
     * <p>The default implementation calls {@link #close()}.
     *
     * @param grace how long requests on the wire may continue; zero aborts them at once
     * @throws IllegalArgumentException if {@code grace} is negative
     */
    default void close(Duration grace) {
        close();
    }
}

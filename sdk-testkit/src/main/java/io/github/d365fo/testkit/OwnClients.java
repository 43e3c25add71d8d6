package io.github.d365fo.testkit;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The clients that a server has of itself: each is made when it is first asked for, and let go when the server closes.
 * For an HTTP client has a thread and descriptors that, before JDK 21, end only once nobody can reach it any more.
 * Thread-safe.
 */
final class OwnClients {
    private final FakeConnectorServer server;
    private @Nullable ConnectorClient connector;
    private @Nullable HttpClient http;
    private boolean closed;

    OwnClients(FakeConnectorServer server) {
        this.server = server;
    }

    /** Returns the client; one that is closed once the server is. */
    synchronized ConnectorClient connector() {
        ConnectorClient present = connector;
        if (present != null) {
            return present;
        }
        ConnectorClient made = connect();
        if (closed) {
            made.close();
        } else {
            connector = made;
        }
        return made;
    }

    /** Returns the client that gets tokens, the same one for every token provider. */
    synchronized HttpClient http() {
        HttpClient present = http;
        if (present != null) {
            return present;
        }
        HttpClient made = server.httpClient();
        http = closed ? null : made;
        return made;
    }

    /** Closes what there is and lets go of it. */
    void close() {
        ConnectorClient last;
        synchronized (this) {
            closed = true;
            last = connector;
            connector = null;
            http = null;
        }
        if (last != null) {
            last.close();
        }
    }

    private ConnectorClient connect() {
        ConnectorClientBuilder builder = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                // On a busy machine a handshake may take its time.
                .connectTimeout(FakeConnectorServer.SLOWEST_MACHINE)
                .clock(server.clock());
        if (server.speaksTls()) {
            builder.sslContext(server.sslContext());
        }
        return builder.build();
    }
}

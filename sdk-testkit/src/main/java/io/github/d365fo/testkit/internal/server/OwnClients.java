package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.connector.ConnectorClient;
import java.net.http.HttpClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a server for itself: each is created when it is first used, and released when the server closes.
 * Before JDK 21 the thread and the descriptors of an HTTP client are only freed once the client is unreachable.
 * Thread-safe.
 */
public final class OwnClients {
    private final Supplier<ConnectorClient> connect;
    private final Supplier<HttpClient> makeHttp;
    private @Nullable ConnectorClient connector;
    private @Nullable HttpClient http;
    private boolean closed;

    public OwnClients(Supplier<ConnectorClient> connect, Supplier<HttpClient> makeHttp) {
        this.connect = connect;
        this.makeHttp = makeHttp;
    }

    /** Returns the client, which is closed after the server was closed. */
    public synchronized ConnectorClient connector() {
        ConnectorClient present = connector;
        if (present != null) {
            return present;
        }
        ConnectorClient made = connect.get();
        if (closed) {
            made.close();
        } else {
            connector = made;
        }
        return made;
    }

    /** Returns the client for tokens, the same one for every token provider. */
    public synchronized HttpClient http() {
        HttpClient present = http;
        if (present != null) {
            return present;
        }
        HttpClient made = makeHttp.get();
        http = closed ? null : made;
        return made;
    }

    /** Closes the clients and releases them. */
    public void close() {
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
}

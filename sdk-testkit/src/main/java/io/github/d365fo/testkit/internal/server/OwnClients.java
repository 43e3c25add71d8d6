package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.connector.ConnectorClient;
import java.net.http.HttpClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients that a server has of itself: each is made when it is first asked for, and let go when the server closes.
 * For an HTTP client has a thread and descriptors that, before JDK 21, end only once nobody can reach it any more.
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

    /** Returns the client; one that is closed once the server is. */
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

    /** Returns the client that gets tokens, the same one for every token provider. */
    public synchronized HttpClient http() {
        HttpClient present = http;
        if (present != null) {
            return present;
        }
        HttpClient made = makeHttp.get();
        http = closed ? null : made;
        return made;
    }

    /** Closes what there is and lets go of it. */
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

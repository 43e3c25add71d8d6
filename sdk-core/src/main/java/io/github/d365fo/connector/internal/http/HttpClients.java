package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two HTTP clients, one for small responses and one for files, so that a large transfer never holds up a small call. If
 * one of our own has lost its thread, for example to a full heap, it is replaced: before JDK 21 it never answers again,
 * later it always fails. Thread-safe.
 */
final class HttpClients {
    private static final String LOST_ITS_THREAD = "selector manager closed";

    private final ClientSettings settings;
    private final LongSupplier nanos;
    private volatile HttpClient control;
    private volatile @Nullable HttpClient bulk;
    private boolean closed;

    HttpClients(ClientSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        this.control = settings.httpClient() != null ? settings.httpClient() : create();
        this.bulk = settings.httpClient();
    }

    HttpClient of(Operation operation) {
        if (!HttpTransport.isBulk(operation)) {
            return control;
        }
        HttpClient present = bulk;
        return present == null ? firstBulk() : present;
    }

    /** Most programs begin with a small call, which need not wait for a second client. */
    private synchronized HttpClient firstBulk() {
        HttpClient present = bulk;
        if (present == null) {
            present = create();
            bulk = present;
        }
        return present;
    }

    /**
     * Replaces {@code lost}, unless the user passed it in, it was replaced before, or all are closed. Returns whether
     * there is another client now; if none can be made, for want of a thread or a descriptor, the next loss tries again.
     */
    synchronized boolean replace(HttpClient lost) {
        if (closed || settings.httpClient() != null) {
            return false;
        }
        try {
            if (control == lost) {
                control = create();
            } else if (bulk == lost) {
                bulk = create();
            }
            return true;
        } catch (Throwable e) { // What the request came to is known, and must not give way to this.
            return false;
        }
    }

    /** Returns whether {@code failure} means that a client has lost its thread. */
    static boolean hasLostItsThread(Throwable failure) {
        IOException found = Losses.find(IOException.class, failure.getCause());
        return found != null && LOST_ITS_THREAD.equals(found.getMessage());
    }

    /** Returns a new departure for {@code request}. */
    Departure departure(Request request) {
        // Another implementation of HttpClient may ask for a body's length more than once for no reason.
        boolean jdks = control.getClass().getName().startsWith("jdk.");
        // A pushed body can't be pushed again, so even repeatable requests are repeated by us and not by the client.
        boolean once = !request.operation().isRepeatable() || request.payload() != null;
        return new Departure(jdks && once, nanos);
    }

    /** Lets running exchanges end and then stops the clients' threads, on JDK 21 and later. */
    synchronized void close() {
        closed = true;
        if (settings.httpClient() != null) {
            return;
        }
        for (HttpClient client : bulk == null ? List.of(control) : List.of(control, bulk)) {
            try {
                HttpClient.class.getMethod("shutdown").invoke(client);
            } catch (NoSuchMethodException e) {
                // Before JDK 21 a client stops when it is garbage collected.
                return;
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("could not shut down the HTTP client", e);
            }
        }
    }

    private HttpClient create() {
        // Neither our code nor the user's ever blocks these threads, so an executor would gain nothing; and a new
        // connection is opened on the sending thread, where its request is known.
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeouts().connect())
                .sslContext(new WatchedTls(settings.sslContext(), nanos).context())
                .executor(Runnable::run);
        if (settings.proxy() != null) {
            builder.proxy(settings.proxy());
        }
        return builder.build();
    }
}

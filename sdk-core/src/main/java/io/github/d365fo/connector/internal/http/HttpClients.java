package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.ClientSettings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One HTTP client for small answers and one for files, so that a large transfer never stands before a small call. One of
 * our own that has lost its thread, to a full heap for example, is replaced: before JDK 21 it never answers again, and
 * from then on it always fails. Thread-safe.
 */
final class HttpClients {
    private static final String LOST_ITS_THREAD = "selector manager closed";

    private final ClientSettings settings;
    private final LongSupplier nanos;
    private volatile Pair pair;
    private boolean closed;

    HttpClients(ClientSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        HttpClient given = settings.httpClient();
        this.pair = given != null ? new Pair(given, given) : new Pair(create(), create());
    }

    private record Pair(HttpClient control, HttpClient bulk) {
        HttpClient of(Operation operation) {
            return HttpTransport.isBulk(operation) ? bulk : control;
        }
    }

    HttpClient of(Operation operation) {
        return pair.of(operation);
    }

    /**
     * Replaces {@code lost}, unless it was handed in, that was done before, or all are closed. Returns whether there is
     * another one now.
     */
    synchronized boolean replace(HttpClient lost) {
        if (closed || settings.httpClient() != null) {
            return false;
        }
        if (pair.control() == lost) {
            pair = new Pair(create(), pair.bulk());
        } else if (pair.bulk() == lost) {
            pair = new Pair(pair.control(), create());
        }
        return true;
    }

    /** Returns whether {@code failure} is how a client fails that has lost its thread. */
    static boolean hasLostItsThread(Throwable failure) {
        IOException found = Losses.find(IOException.class, failure.getCause());
        return found != null && LOST_ITS_THREAD.equals(found.getMessage());
    }

    /** Returns what will be known of the departure of {@code request}. */
    Departure departure(Outgoing request) {
        // A client of another make may ask for a body's length more than once and mean nothing by it.
        boolean jdks = pair.control().getClass().getName().startsWith("jdk.");
        // A body that was pumped is gone, so even what may be repeated is repeated above and not below.
        boolean once = !request.operation().isRepeatable() || request.payload() != null;
        return new Departure(jdks && once, nanos);
    }

    /** Lets running exchanges end and then stops the clients' threads, where the JDK can do that (21 and later). */
    synchronized void close() {
        closed = true;
        if (settings.httpClient() != null) {
            return;
        }
        for (HttpClient client : List.of(pair.control(), pair.bulk())) {
            try {
                HttpClient.class.getMethod("shutdown").invoke(client);
            } catch (NoSuchMethodException e) {
                // Before JDK 21 a client stops when it is collected.
                return;
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("the HTTP client can't be shut down", e);
            }
        }
    }

    private HttpClient create() {
        // Nothing of ours or the user's ever blocks on these threads, so the hop to an executor would buy nothing; and
        // a new connection is made in the thread that sends, where its request is known.
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

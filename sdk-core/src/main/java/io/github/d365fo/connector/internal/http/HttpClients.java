package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.LongSupplier;

/** One HTTP client for small answers and one for files, so that a large transfer never stands before a small call. */
final class HttpClients {
    private final HttpClient control;
    private final HttpClient bulk;
    private final List<HttpClient> own;
    private final LongSupplier nanos;

    HttpClients(ClientSettings settings, LongSupplier nanos) {
        HttpClient given = settings.httpClient();
        this.nanos = nanos;
        this.control = given != null ? given : create(settings);
        this.bulk = given != null ? given : create(settings);
        this.own = given != null ? List.of() : List.of(control, bulk);
    }

    HttpClient of(Operation operation) {
        return HttpTransport.isBulk(operation) ? bulk : control;
    }

    /** Returns what will be known of the departure of {@code request}. */
    Departure departure(Request request) {
        // A client of another make may ask for a body's length more than once and mean nothing by it.
        boolean jdks = control.getClass().getName().startsWith("jdk.");
        // A body that was pumped is gone, so even what may be repeated is repeated above and not below.
        boolean once = !request.operation().isRepeatable() || request.payload() != null;
        return new Departure(jdks && once, nanos);
    }

    /** Lets running exchanges end and then stops the clients' threads, where the JDK can do that (21 and later). */
    void close() {
        for (HttpClient client : own) {
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

    private HttpClient create(ClientSettings settings) {
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

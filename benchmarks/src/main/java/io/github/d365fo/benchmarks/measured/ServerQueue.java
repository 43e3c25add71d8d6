package io.github.d365fo.benchmarks.measured;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Tells the server what its export job has ready. */
public final class ServerQueue {
    private ServerQueue() {}

    /** Starts again with so many messages of so many bytes, and answers that take so many milliseconds. */
    public static void reset(URI address, long delay, long size, long messages) throws IOException {
        URI reset = address.resolve("/bench/queue?delay=" + delay + "&size=" + size + "&messages=" + messages);
        HttpURLConnection connection = (HttpURLConnection) reset.toURL().openConnection();
        if (connection.getResponseCode() != HttpURLConnection.HTTP_NO_CONTENT) {
            throw new IOException("the server answered " + connection.getResponseCode());
        }
        connection.disconnect();
    }
}

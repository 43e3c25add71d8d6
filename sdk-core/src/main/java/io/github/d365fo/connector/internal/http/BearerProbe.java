package io.github.d365fo.connector.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Tests whether this JDK sends an access token with an HTTP client that has an {@link Authenticator}: many releases
 * remove every {@code Authorization} header that a request sets itself (JDK-8326949), and the version number does not
 * tell which.
 */
public final class BearerProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private BearerProbe() {}

    private static final class Result {
        private static final boolean SENT = probe();
    }

    /** Returns whether the token is sent. Tests this once, over a socket on the loopback address. */
    public static boolean isTokenSent() {
        return Result.SENT;
    }

    private static boolean probe() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpClient client = HttpClient.newBuilder()
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .executor(Runnable::run)
                    .authenticator(new Authenticator() {})
                    .build();
            String host = server.getInetAddress().getHostAddress();
            HttpRequest request = HttpRequest.newBuilder(
                            new URI("http", null, host, server.getLocalPort(), "/", null, null))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Authorization", "Bearer x")
                    .build();
            CompletableFuture<HttpResponse<Void>> answer =
                    client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
            server.setSoTimeout((int) PATIENCE.toMillis());
            try (Socket peer = server.accept()) {
                peer.setSoTimeout((int) PATIENCE.toMillis());
                return head(peer.getInputStream()).contains("\r\nauthorization:");
            } finally {
                answer.cancel(true);
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("could not test the HTTP client on the loopback address", e);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }
}

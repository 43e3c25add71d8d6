package io.github.d365fo.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The least that answers a client: an empty queue, a package of zeros, an import that throws everything away. */
final class PlainServer implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int size;

    private PlainServer(HttpServer http, int size) {
        this.http = http;
        this.size = size;
    }

    static PlainServer start(int size) throws IOException {
        // Without it the JDK's server answers 40 ms late.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        PlainServer server = new PlainServer(http, size);
        http.createContext("/", server::answer);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            String path = exchange.getRequestURI().getPath();
            if (path.contains("/dequeue/")) {
                exchange.sendResponseHeaders(204, -1);
            } else if (path.contains("/enqueue/")) {
                byte[] id = "\"f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11\"".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, id.length);
                exchange.getResponseBody().write(id);
            } else {
                sendPackage(exchange);
            }
        }
    }

    private void sendPackage(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, size);
        byte[] piece = new byte[64 << 10];
        for (int left = size; left > 0; left -= piece.length) {
            exchange.getResponseBody().write(piece);
        }
    }
}

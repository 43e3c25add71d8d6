package io.github.d365fo.testkit.internal.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a loopback port and speaks HTTP/1.1, over TLS where it is given a context.
 *
 * <p>The JDK's own server keeps its sockets to itself, so it can neither reset a connection nor send a wrong length or
 * garbage; and what a client makes of those is what a fake is for. Thread-safe.
 */
public final class HttpListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());
    private static final int BACKLOG = 256;
    private static final long BREATH_MILLIS = 20;
    private static final long PATIENCE_MILLIS = 1_000;

    private final ServerSocket socket;
    private final @Nullable SSLContext tls;
    private final ExecutorService threads = Executors.newCachedThreadPool(HttpListener::daemon);
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile CountDownLatch accepting = new CountDownLatch(0);

    /**
     * Takes a port, any that is free if it is 0; connections wait until {@link #start}.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public HttpListener(@Nullable SSLContext tls, int port) {
        this.socket = listen(port);
        this.tls = tls;
    }

    /** Answers requests. */
    public interface Handler {
        /** Answers {@code exchange}; an exception ends its connection. */
        void handle(HttpExchange exchange) throws IOException;

        /** Returns whether a new connection is to be greeted with something that is no TLS. */
        default boolean breaksHandshake() {
            return false;
        }
    }

    /** Returns the port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Begins to answer. */
    public void start(Handler handler) {
        CountDownLatch running = new CountDownLatch(1);
        accepting = running;
        threads.execute(() -> {
            try {
                accept(handler);
            } finally {
                running.countDown();
            }
        });
    }

    /** Ends every connection and gives the port back. May be called again; never throws. */
    @Override
    public void close() {
        closing.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the listening socket did not close", e);
        }
        awaitPort();
        connections.forEach(HttpConnection::close);
        threads.shutdownNow();
    }

    /** The system holds on to the port for as long as a thread is in the middle of accepting. */
    private void awaitPort() {
        try {
            if (!accepting.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.DEBUG, "the port is not free yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(Handler handler) {
        while (closing.getCount() > 0) {
            try {
                serve(socket.accept(), handler);
            } catch (IOException e) {
                if (closing.getCount() > 0) {
                    LOG.log(System.Logger.Level.WARNING, "a connection could not be accepted", e);
                    breathe();
                }
            }
        }
    }

    /** Waits a moment: what keeps connections from being accepted, such as too many open files, may pass. */
    private void breathe() {
        try {
            closing.await(BREATH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket peer, Handler handler) throws IOException {
        HttpConnection connection = new HttpConnection(peer, tls, closing);
        connections.add(connection);
        if (closing.getCount() == 0) {
            connection.close();
            return;
        }
        threads.execute(() -> {
            try {
                connection.serve(handler);
            } finally {
                connections.remove(connection);
            }
        });
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "port: the fake server can't listen on loopback port " + port + ": " + e.getMessage(), e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-connector-server");
        thread.setDaemon(true);
        return thread;
    }
}

package io.github.d365fo.testkit.internal.http;

import io.github.d365fo.testkit.internal.threads.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a loopback port and speaks HTTP/1.1, over TLS if it has a context.
 *
 * <p>The JDK's own server hides its sockets, so it can neither reset a connection nor send a wrong length or garbage,
 * which a fake must be able to do. Thread-safe.
 */
public final class HttpListener implements AutoCloseable {
    private static final int BACKLOG = 256;
    /** The system frees the port once a thread gets to run, which can take a while on a busy machine. */
    private static final long PATIENCE_SECONDS = 60;

    private final ServerSocket socket;
    private final @Nullable SSLContext tls;
    private final Limits limits;
    private final ThreadFactory threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final OpenConnections connections;
    private volatile CountDownLatch accepting = new CountDownLatch(0);
    /** Used only by the accepting thread. */
    private final Complaints complaints;

    /**
     * Binds a port, any free one if it is 0; connections wait until {@link #start}.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public HttpListener(@Nullable SSLContext tls, int port, Limits limits) {
        this(tls, port, limits, Threads.create(), Complaints.onErrorStream());
    }

    HttpListener(@Nullable SSLContext tls, int port, Limits limits, ThreadFactory threads, Complaints complaints) {
        this.socket = listen(port);
        this.tls = tls;
        this.limits = limits;
        this.threads = threads;
        this.complaints = complaints;
        this.connections = new OpenConnections(limits.connections(), closing);
    }

    /** Answers requests. */
    public interface Handler {
        /** Answers {@code exchange}; an exception, or an error, ends its connection. */
        void handle(HttpExchange exchange) throws IOException;

        /** Returns whether to break the TLS handshake of a new connection. */
        default boolean breaksHandshake() {
            return false;
        }
    }

    /** Returns the port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Starts to answer requests. */
    public void start(Handler handler) {
        CountDownLatch running = new CountDownLatch(1);
        Thread acceptor = Threads.daemon(() -> {
            try {
                accept(handler);
            } finally {
                running.countDown();
            }
        });
        acceptor.start();
        accepting = running;
    }

    /** Closes every connection and frees the port. May be called again; never throws. */
    @Override
    public void close() {
        closing.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "could not close the listening socket", e);
        }
        awaitPort();
        connections.abort();
    }

    /** The system keeps the port until the accepting thread has returned. */
    private void awaitPort() {
        try {
            if (!accepting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Log.SERVER.log(System.Logger.Level.WARNING, "the port is still in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Continues after any failure, since the next connection may succeed. */
    private void accept(Handler handler) {
        while (!connections.isClosing()) {
            try {
                serve(socket.accept(), handler);
            } catch (Throwable e) { // Too many open files, no memory: idle connections make room, or it passes.
                complain("a connection can't be accepted; idle ones are closed", e);
            }
        }
    }

    private void serve(Socket peer, Handler handler) throws IOException {
        HttpConnection connection = new HttpConnection(peer, tls, limits, connections, closing);
        boolean served = false;
        try {
            served = connections.admit(connection) && run(connection, handler);
        } finally {
            if (!served) {
                connections.leave(connection);
                peer.close();
            }
        }
    }

    /** Starts a thread for a connection, as soon as there is one; false if the server closes first. */
    private boolean run(HttpConnection connection, Handler handler) {
        Runnable task = () -> {
            try {
                connection.serve(handler);
            } finally {
                connections.leave(connection);
            }
        };
        while (!connections.isClosing()) {
            try {
                threads.newThread(task).start();
                return true;
            } catch (Throwable e) { // Usually, no thread could be started.
                complain("no thread could be started for a connection; it waits while idle ones are closed", e);
            }
        }
        return false;
    }

    /** Reports the failure, unless even that fails, makes room and waits a moment. */
    private void complain(String what, Throwable reason) {
        try {
            if (!connections.isClosing()) {
                complaints.say(what, reason);
                connections.closeIdle();
            }
        } catch (Throwable e) { // There may be no memory for a line either.
            connections.waitBriefly();
        }
        connections.waitBriefly();
    }

    private static ServerSocket listen(int port) {
        JdkFiles.take();
        try {
            return new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "port: the fake server can't listen on loopback port " + port + ": " + e.getMessage(), e);
        }
    }
}

package io.github.d365fo.testkit.internal.http;

import io.github.d365fo.testkit.internal.threads.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Listens on one or more ports and speaks HTTP/1.1, plain, over TLS or both.
 *
 * <p>The JDK's own server hides its sockets, so it can neither reset a connection nor send a wrong length or garbage,
 * which a fake must be able to do. Thread-safe.
 */
public final class HttpListener implements AutoCloseable {
    private static final int BACKLOG = 256;
    /** The system frees the port once a thread gets to run, which can take a while on a busy machine. */
    private static final long PATIENCE_SECONDS = 60;

    private final List<ServerSocket> sockets = new ArrayList<>();
    private final List<Door> doors = new ArrayList<>();
    private final Limits limits;
    private final ThreadFactory threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final OpenConnections connections;
    /** Each opens when its accepting thread has returned. */
    private final List<CountDownLatch> accepting = new CopyOnWriteArrayList<>();

    private volatile Supplier<SSLContext> tls = () -> {
        throw new IllegalStateException("no door is encrypted");
    };
    private final Complaints complaints;

    /**
     * Binds ports; connections wait until {@link #start}.
     *
     * @throws UncheckedIOException if one of them is taken
     */
    public HttpListener(List<Door> doors, Limits limits) {
        this(doors, limits, Threads.create(), Complaints.onErrorStream());
    }

    HttpListener(List<Door> doors, Limits limits, ThreadFactory threads, Complaints complaints) {
        this.limits = limits;
        this.threads = threads;
        this.complaints = complaints;
        this.connections = new OpenConnections(limits.connections(), closing);
        try {
            doors.forEach(this::open);
        } catch (RuntimeException e) {
            closeSockets();
            throw e;
        }
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

    /** Returns the doors, each with the number of its port. */
    public List<Door> doors() {
        return List.copyOf(doors);
    }

    /** Sets where the context of the next encrypted connection comes from. */
    public void encryptWith(Supplier<SSLContext> contexts) {
        tls = contexts;
    }

    /** Starts to answer requests. */
    public void start(Handler handler) {
        for (int i = 0; i < sockets.size(); i++) {
            start(sockets.get(i), doors.get(i), handler);
        }
    }

    private void start(ServerSocket socket, Door door, Handler handler) {
        CountDownLatch running = new CountDownLatch(1);
        Thread acceptor = Threads.daemon(() -> {
            try {
                accept(socket, door, handler);
            } finally {
                running.countDown();
            }
        });
        acceptor.start();
        accepting.add(running);
    }

    /** Accepts no more connections, and waits until no request is being answered, at most this long. */
    public void finish(Duration patience) {
        closeSockets();
        Deadline end = Deadline.in(patience);
        while (!end.isOver() && connections.anyBusy()) {
            connections.waitBriefly();
        }
    }

    /** Closes every connection and frees the port. May be called again; never throws. */
    @Override
    public void close() {
        closing.countDown();
        closeSockets();
        awaitPort();
        connections.abort();
    }

    private void closeSockets() {
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                Log.SERVER.log(System.Logger.Level.DEBUG, "could not close the listening socket", e);
            }
        }
    }

    /** The system keeps the port until the accepting thread has returned. */
    private void awaitPort() {
        try {
            for (CountDownLatch running : accepting) {
                if (!running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    Log.SERVER.log(System.Logger.Level.WARNING, "the port is still in use");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Continues after any failure, since the next connection may succeed. */
    private void accept(ServerSocket socket, Door door, Handler handler) {
        while (!connections.isClosing() && !socket.isClosed()) {
            try {
                serve(socket.accept(), door, handler);
            } catch (Throwable e) { // Too many open files, no memory: idle connections make room, or it passes.
                if (socket.isClosed()) {
                    return;
                }
                complain("a connection can't be accepted; idle ones are closed", e);
            }
        }
    }

    private void serve(Socket peer, Door door, Handler handler) throws IOException {
        HttpConnection connection =
                new HttpConnection(new Line(peer, door.speech(), tls, limits), limits, connections, closing);
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

    private void open(Door door) {
        JdkFiles.take();
        try {
            ServerSocket socket = new ServerSocket(door.port(), BACKLOG, door.address());
            sockets.add(socket);
            doors.add(new Door(door.address(), socket.getLocalPort(), door.speech()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "port: the fake server can't listen on port " + door.port() + " of "
                            + door.address().getHostAddress() + ": " + e.getMessage(),
                    e);
        }
    }
}

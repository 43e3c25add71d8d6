package io.github.d365fo.testkit.internal.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The server's end of a connection. One thread serves it; any thread may close it. */
final class HttpConnection {
    private static final int BUFFER = 1 << 16;
    /** How long a client may take to close the connection after its last answer. */
    private static final Duration FAREWELL = Duration.ofSeconds(30);
    /** How long a connection must be idle before it can be closed for another. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Line line;
    private final Socket peer;
    private final Limits limits;
    private final OpenConnections connections;
    private final CountDownLatch closing;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BUSY);
    private volatile Deadline grace = Deadline.in(GRACE);
    private volatile @Nullable Thread thread;
    private Socket top;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    private enum Phase {
        BUSY,
        IDLE,
        OVER
    }

    HttpConnection(Line line, Limits limits, OpenConnections connections, CountDownLatch closing) {
        this.line = line;
        this.peer = line.peer();
        this.top = line.peer();
        this.limits = limits;
        this.connections = connections;
        this.closing = closing;
    }

    void serve(HttpListener.Handler handler) {
        thread = Thread.currentThread();
        try {
            peer.setTcpNoDelay(true);
            allowClosing(GRACE);
            line.listen();
            if (line.isEncrypted() && handler.breaksHandshake()) {
                peer.getOutputStream().write("this is no handshake\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            converse(handler);
            closeGracefully();
        } catch (ConnectionEnded | SocketException | EOFException | SocketTimeoutException | SSLException e) {
            // Either side may end a connection at any time, and some faults do just that.
            Log.SERVER.log(System.Logger.Level.DEBUG, "a connection ended early", e);
        } catch (Throwable e) { // A full disk, or an Error; one failed request must not fail the server.
            Log.SERVER.log(System.Logger.Level.WARNING, "the fake server failed and closes the connection", e);
        } finally {
            close();
        }
    }

    private void converse(HttpListener.Handler handler) throws IOException {
        if (line.isEncrypted()) {
            allowClosing(slowHead());
        }
        top = line.open();
        TimedInput timed = line.input(top);
        in = new BufferedInputStream(timed, BUFFER);
        out = new HoldingStream(top.getOutputStream());
        boolean more = true;
        while (more && awaitRequest()) {
            Optional<HttpExchange> exchange = next(timed);
            more = exchange.isPresent() && answer(handler, exchange.get());
        }
    }

    /** Waits for the first byte of a request; returns false if there is none. */
    private boolean awaitRequest() throws IOException {
        allowClosing(GRACE);
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        in.reset();
        grace = Deadline.in(slowHead());
        return true;
    }

    /** Allows closing it for another connection after some time: without a request, nothing is lost. */
    private void allowClosing(Duration patience) {
        grace = Deadline.in(patience);
        phase.compareAndSet(Phase.BUSY, Phase.IDLE);
    }

    /** How long a head or a handshake must take before its connection can be closed for another. */
    private Duration slowHead() {
        return limits.headTime().dividedBy(12);
    }

    /**
     * Reads the head of a request that has started to arrive; empty if it was rejected or the connection was closed for
     * another.
     */
    private Optional<HttpExchange> next(TimedInput timed) throws IOException {
        try {
            timed.until(Deadline.in(limits.headTime()));
            RequestHead head = RequestHead.read(in, limits.head());
            timed.until(null);
            return phase.compareAndSet(Phase.IDLE, Phase.BUSY)
                    ? Optional.of(new HttpExchange(this, head))
                    : Optional.empty();
        } catch (SocketTimeoutException e) {
            refuse(new BadRequest(408, "the head of the request did not end in time"));
        } catch (BadRequest e) {
            refuse(e);
        }
        return Optional.empty();
    }

    private static boolean answer(HttpListener.Handler handler, HttpExchange exchange) throws IOException {
        try {
            handler.handle(exchange);
            return exchange.finish();
        } catch (BadRequest e) {
            exchange.refuse(e);
            return false;
        }
    }

    private void refuse(BadRequest refusal) throws IOException {
        byte[] text = (refusal.reason() + "\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + refusal.status() + " " + Reason.of(refusal.status())
                + "\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + text.length
                + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(text);
        out.flush();
    }

    /**
     * Ends the output, and reads what the client still sends: unread bytes would make the system reset the connection,
     * and the client might lose the last answer (RFC 9112, 9.6).
     */
    private void closeGracefully() throws IOException {
        phase.compareAndSet(Phase.BUSY, Phase.IDLE);
        top.shutdownOutput();
        TimedInput rest = new TimedInput(top);
        rest.until(Deadline.in(FAREWELL));
        rest.transferTo(OutputStream.nullOutputStream());
    }

    /** Closes the connection if it has had no complete request for a while, and returns whether it did. */
    boolean makeRoom() {
        boolean ends = grace.isOver() && phase.compareAndSet(Phase.IDLE, Phase.OVER);
        if (ends) {
            close();
        }
        return ends;
    }

    /** Returns whether a request is being answered. */
    boolean isBusy() {
        return phase.get() == Phase.BUSY;
    }

    /** Returns whether another connection waits for a place. */
    boolean isPlaceNeeded() {
        return connections.isWaiting();
    }

    /** Returns whether the client speaks over TLS. */
    boolean isEncrypted() {
        return line.isEncrypted();
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Ends it with a reset; bytes on their way to the client may be lost. */
    void reset() throws IOException {
        peer.setSoLinger(true, 0);
        peer.close();
    }

    /** Waits in real time, or until the server closes. */
    void pause(Duration duration) throws IOException {
        try {
            closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw closed(e);
        }
    }

    /** Waits until the server closes or the client is gone. */
    void stall() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            throw new EOFException("the client is gone");
        }
        in.reset();
        try {
            closing.await();
        } catch (InterruptedException e) {
            throw closed(e);
        }
    }

    private static IOException closed(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ConnectionEnded("the server was closed", e);
    }

    /** Ends it, and whatever its thread is waiting for. */
    void abort() {
        close();
        Thread serving = thread;
        if (serving != null) {
            serving.interrupt();
        }
    }

    void close() {
        try {
            peer.close();
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "could not close a socket", e);
        }
    }
}

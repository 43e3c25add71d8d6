package io.github.d365fo.testkit.internal.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The server's end of a connection. One thread serves it; any may close it. */
final class HttpConnection {
    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());
    private static final int BUFFER = 1 << 16;

    private final Socket peer;
    private final @Nullable SSLContext tls;
    private final CountDownLatch closing;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    HttpConnection(Socket peer, @Nullable SSLContext tls, CountDownLatch closing) throws IOException {
        this.peer = peer;
        this.tls = tls;
        this.closing = closing;
        peer.setTcpNoDelay(true);
    }

    void serve(HttpListener.Handler handler) {
        try {
            if (handler.breaksHandshake()) {
                peer.getOutputStream().write("this is no handshake\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            open();
            while (exchange(handler)) {}
        } catch (IOException e) {
            // Either side may end a connection at any time, and some faults are made of nothing else.
            LOG.log(System.Logger.Level.DEBUG, "a connection ended early", e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the fake server failed", e);
        } finally {
            close();
        }
    }

    private void open() throws IOException {
        Socket top = tls == null ? peer : handshake(tls);
        in = new BufferedInputStream(top.getInputStream(), BUFFER);
        out = new HoldingStream(top.getOutputStream());
    }

    private Socket handshake(SSLContext context) throws IOException {
        SSLSocket top = (SSLSocket) context.getSocketFactory().createSocket(peer, "127.0.0.1", peer.getPort(), false);
        top.setUseClientMode(false);
        top.startHandshake();
        return top;
    }

    private boolean exchange(HttpListener.Handler handler) throws IOException {
        Optional<RequestHead> head = RequestHead.read(in);
        if (head.isEmpty()) {
            return false;
        }
        HttpExchange exchange = new HttpExchange(this, head.get());
        handler.handle(exchange);
        return exchange.finish();
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Ends it with a reset: the client learns that nothing more will come, and what was on its way may be lost. */
    void reset() throws IOException {
        peer.setSoLinger(true, 0);
        peer.close();
    }

    /** Waits in real time, or until the server closes. */
    void pause(Duration duration) throws IOException {
        try {
            closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server was closed", e);
        }
    }

    void close() {
        try {
            peer.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a socket did not close", e);
        }
    }
}

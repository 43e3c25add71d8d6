package io.github.d365fo.connector.faults;

import io.github.d365fo.connector.faults.Way.Act;
import io.github.d365fo.connector.faults.Way.Stage;
import io.github.d365fo.connector.faults.Way.Wire;
import io.github.d365fo.connector.support.RelayedSocket;
import io.github.d365fo.connector.support.TestTls;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server that loses its answers in one way, and counts the requests that reached it in part and as a whole. */
final class LossyServer implements AutoCloseable {
    private static final SSLContext TLS = TestTls.context();

    private final ServerSocket socket;
    private final Wire wire;
    private final Way way;
    private final int goodFirst;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean silent;

    /** Starts a server that answers {@code goodFirst} requests before it begins to lose answers. */
    LossyServer(Wire wire, Way way, int goodFirst) throws IOException {
        this.wire = wire;
        this.way = way;
        this.goodFirst = goodFirst;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address() {
        String host = way.act() == Act.OTHER_NAME ? "localhost" : "127.0.0.1";
        return (wire.isEncrypted() ? "https://" : "http://") + host + ":" + socket.getLocalPort();
    }

    /** Returns whether a client waits for a word that will not come. */
    boolean isSilent() {
        return silent;
    }

    /** Returns of how many requests at least one byte has come, beyond those that were answered first. */
    int begun() {
        return begun.get() - goodFirst;
    }

    /** Returns how many requests have come as a whole, beyond those that were answered first. */
    int whole() {
        return whole.get() - goodFirst;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket raw = socket.accept();
                connections.add(raw);
                start(() -> serve(raw));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket raw) {
        try (raw) {
            new Connection(raw).serve();
        } catch (IOException | RuntimeException e) {
            // The client goes away at every point; what has come until then was counted.
            return;
        }
    }

    private final class Connection {
        private final Socket raw;
        private final RelayedSocket beneath;
        private SSLSocket tls;
        private InputStream in;
        private OutputStream out;

        Connection(Socket raw) throws IOException {
            this.raw = raw;
            this.beneath = new RelayedSocket(raw);
            this.in = raw.getInputStream();
            this.out = raw.getOutputStream();
        }

        void serve() throws IOException {
            if (reached(Stage.ACCEPTED)) {
                return;
            }
            if (wire.isEncrypted()) {
                if (way.stage() == Stage.HELLO && isBad()) {
                    in.readNBytes(5);
                    act();
                    return;
                }
                encrypt();
            }
            if (reached(Stage.ENCRYPTED)) {
                return;
            }
            while (exchange()) {}
        }

        private boolean isBad() {
            return answered.get() >= goodFirst;
        }

        private boolean reached(Stage stage) throws IOException {
            boolean now = way.stage() == stage
                    && isBad()
                    && (way.act().compareTo(Act.CERTIFICATE_DEMANDED) < 0
                            || way.act().compareTo(Act.NO_COMMON_PROTOCOL) > 0);
            if (now) {
                act();
            }
            return now;
        }

        private void encrypt() throws IOException {
            tls = (SSLSocket) TLS.getSocketFactory().createSocket(beneath, InputStream.nullInputStream(), true);
            tls.setEnabledProtocols(new String[] {wire.protocol});
            tls.setNeedClientAuth(way.act() == Act.CERTIFICATE_DEMANDED && isBad());
            if (way.act() == Act.NO_COMMON_PROTOCOL) {
                tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            }
            tls.startHandshake();
            in = tls.getInputStream();
            out = tls.getOutputStream();
        }

        private boolean exchange() throws IOException {
            StringBuilder head = new StringBuilder();
            head.append((char) byteOf());
            begun.incrementAndGet();
            if (reached(Stage.FIRST_BYTE)) {
                return false;
            }
            while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
                head.append((char) byteOf());
            }
            if (reached(Stage.HEAD)) {
                return false;
            }
            String headers = head.toString().toLowerCase(Locale.ROOT);
            if (headers.contains("transfer-encoding: chunked")) {
                if (chunks()) {
                    return false;
                }
            } else if (sized(headers)) {
                return false;
            }
            whole.incrementAndGet();
            if (way.stage() != Stage.WHOLE || !isBad()) {
                write(Way.ANSWER);
                answered.incrementAndGet();
                return true;
            }
            out.write(way.beginning());
            out.flush();
            act();
            return false;
        }

        private boolean sized(String headers) throws IOException {
            int at = headers.indexOf("content-length:");
            int end = headers.indexOf('\r', at);
            int length = at < 0
                    ? 0
                    : Integer.parseInt(headers.substring(at + 15, end).strip());
            in.readNBytes(length / 2);
            if (reached(Stage.HALF_BODY)) {
                return true;
            }
            if (in.readNBytes(length - length / 2).length < length - length / 2) {
                throw new EOFException();
            }
            return false;
        }

        private boolean chunks() throws IOException {
            for (int size = size(); size > 0; size = size()) {
                in.readNBytes(size + 2);
                if (reached(Stage.HALF_BODY)) {
                    return true;
                }
            }
            byteOf();
            byteOf();
            return false;
        }

        private int size() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = byteOf(); next != '\n'; next = byteOf()) {
                line.append((char) next);
            }
            return Integer.parseInt(line.toString().strip(), 16);
        }

        private int byteOf() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            return next;
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        private void untilClientLeaves() throws IOException {
            raw.getInputStream().transferTo(OutputStream.nullOutputStream());
        }

        private void reset() throws IOException {
            raw.setSoLinger(true, 0);
            raw.close();
        }

        private void act() throws IOException {
            switch (way.act()) {
                case RESET -> reset();
                case CLOSE, NO_ANSWER -> raw.close();
                case HALF_CLOSE -> {
                    raw.shutdownOutput();
                    untilClientLeaves();
                }
                case SILENCE -> {
                    silent = true;
                    untilClientLeaves();
                }
                case GARBAGE -> {
                    raw.getOutputStream()
                            .write("this is neither HTTP nor TLS\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    untilClientLeaves();
                }
                case CLOSE_NOTIFY -> {
                    tls.shutdownOutput();
                    untilClientLeaves();
                }
                case CLOSE_NOTIFY_AND_CLOSE -> tls.close();
                case ALERT -> alert();
                case EMPTY_ANSWER -> write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                case UNREADABLE_ANSWER -> write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{]");
                case NO_HTTP -> write("SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
                case BAD_LENGTH -> write("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n\"id\"");
                case BAD_CHUNKS ->
                    write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\"id\"\r\n0\r\n\r\n");
                case BODY_OF_NONE -> write("HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n\"id\"");
                default -> renegotiate();
            }
        }

        /** Makes this side's TLS see something that no TLS sends, whereupon it says so to the client. */
        private void alert() {
            beneath.slipIn(new byte[] {
                23, 3, 3, 0, 32, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
                25, 26, 27, 28, 29, 30, 31, 32
            });
            try {
                while (tls.getInputStream().read() >= 0) {}
            } catch (IOException e) {
                // As planned: the alert is on its way.
                return;
            }
        }

        private void renegotiate() throws IOException {
            tls.getSession().invalidate();
            tls.setNeedClientAuth(way.act() == Act.RENEGOTIATE_FOR_CERTIFICATE);
            if (way.act() == Act.RENEGOTIATE_AND_CLOSE || way.act() == Act.RENEGOTIATE_AND_RESET) {
                beneath.afterNextWrite(() -> {
                    if (way.act() == Act.RENEGOTIATE_AND_RESET) {
                        raw.setSoLinger(true, 0);
                    }
                    raw.close();
                });
            }
            tls.addHandshakeCompletedListener(event -> start(this::answerLate));
            // Only asks for it; the handshake takes place when this side reads.
            tls.startHandshake();
            while (tls.getInputStream().read() >= 0) {}
        }

        private void answerLate() {
            try {
                write(Way.ANSWER);
            } catch (IOException e) {
                // The client has gone, which it may.
                return;
            }
        }
    }
}

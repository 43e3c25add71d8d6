package io.github.d365fo.connector.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on raw sockets that answers request number n with reply number n, the last one for ever. */
public final class ScriptedServer implements AutoCloseable {
    private final String scheme;
    private static final int LITTLE = 64 << 10;

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final List<Reply> replies;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger answering = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    public ScriptedServer(Reply... replies) throws IOException {
        this("http", new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), replies);
    }

    /** Returns a server whose certificate {@link TestTls#client} trusts. */
    public static ScriptedServer encrypted(Reply... replies) throws IOException {
        ServerSocket socket =
                TestTls.context().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new ScriptedServer("https", socket, replies);
    }

    private ScriptedServer(String scheme, ServerSocket socket, Reply... replies) {
        this.replies = List.of(replies);
        this.scheme = scheme;
        this.socket = socket;
        threads.execute(this::accept);
    }

    /** A request as it came; {@code body} is empty if the reply did not want it. */
    public record Request(String method, String target, Map<String, String> headers, byte[] body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** What the server does with a request. */
    public interface Reply {
        /** Answers; the connection is closed afterwards if this returns false. */
        boolean answer(Connection connection) throws IOException, InterruptedException;

        /** Returns whether the request's body is read first. */
        default boolean wantsBody() {
            return true;
        }

        static Reply text(int status, String body, String... headers) {
            return bytes(status, body.getBytes(StandardCharsets.UTF_8), headers);
        }

        static Reply bytes(int status, byte[] body, String... headers) {
            return connection -> {
                connection.head(status, body.length, headers);
                connection.write(body);
                return true;
            };
        }

        /** Promises {@code promised} bytes, sends {@code body} and ends the connection. */
        static Reply truncated(long promised, byte[] body, String... headers) {
            return connection -> {
                connection.head(200, promised, headers);
                connection.write(body);
                return false;
            };
        }

        /** Promises more than it sends and then says nothing more. */
        static Reply stalled(long promised, byte[] body, String... headers) {
            return connection -> {
                connection.head(200, promised, headers);
                connection.write(body);
                connection.untilClientLeaves();
                return false;
            };
        }

        /** Says nothing at all. */
        static Reply silence() {
            return connection -> {
                connection.untilClientLeaves();
                return false;
            };
        }

        /** Resets the connection, after the body or before it. */
        static Reply reset(boolean afterBody) {
            return new Reply() {
                @Override
                public boolean answer(Connection connection) throws IOException {
                    connection.reset();
                    return false;
                }

                @Override
                public boolean wantsBody() {
                    return afterBody;
                }
            };
        }

        /** Answers before the body was read, and closes. */
        static Reply early(int status, String body) {
            return new Reply() {
                @Override
                public boolean answer(Connection connection) throws IOException {
                    connection.head(status, body.length(), "Connection: close");
                    connection.write(body.getBytes(StandardCharsets.UTF_8));
                    connection.drain();
                    return false;
                }

                @Override
                public boolean wantsBody() {
                    return false;
                }
            };
        }
    }

    /** The server's end of a connection. */
    public final class Connection {
        private final Socket peer;
        private final InputStream in;
        private final OutputStream out;
        private Request request = new Request("", "", Map.of(), new byte[0]);

        private Connection(Socket peer) throws IOException {
            this.peer = peer;
            // Head and body are written one after the other, and the second must not wait for an acknowledgement.
            peer.setTcpNoDelay(true);
            this.in = new BufferedInputStream(peer.getInputStream());
            this.out = peer.getOutputStream();
        }

        /** Returns the request that is answered. */
        public Request request() {
            return request;
        }

        public void head(int status, long length, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            if (status != 204) {
                head.append("Content-Length: ").append(length).append("\r\n");
            }
            write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        public void reset() throws IOException {
            peer.setSoLinger(true, 0);
            peer.close();
        }

        /** Lets the system keep little of what was sent and not read; else it may be tens of megabytes. */
        public void keepLittle() throws IOException {
            peer.setReceiveBufferSize(LITTLE);
        }

        /** Reads {@code count} bytes of the body and forgets them. */
        public void skip(int count) throws IOException {
            in.skipNBytes(count);
        }

        public void untilClosing() throws InterruptedException {
            closing.await();
        }

        /** Says nothing until the client gives the connection up, or the server is closed. */
        public void untilClientLeaves() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        void drain() throws IOException {
            peer.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b == -1) {
                    throw new EOFException();
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.ISO_8859_1).strip();
        }

        private byte[] body(Map<String, String> headers) throws IOException {
            if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
                return chunks();
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the request ended after " + body.length + " of " + length + " bytes");
            }
            return body;
        }

        private byte[] chunks() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
    }

    public String address() {
        return scheme + "://127.0.0.1:" + socket.getLocalPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Returns whether no connection is in the middle of an exchange: each is closed, or ready for the next one. */
    public boolean isQuiet() {
        return answering.get() == 0;
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        socket.close();
        awaitEnd();
        for (Socket connection : connections) {
            connection.close();
        }
        threads.shutdownNow();
    }

    /** A connection that is accepted in the last moment must be closed, too. */
    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket peer = socket.accept();
                // Head and body are written apart, and the second would wait for 40 ms.
                peer.setTcpNoDelay(true);
                connections.add(peer);
                threads.execute(() -> serve(peer));
            }
        } catch (SocketException e) {
            closing.countDown();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            ended.countDown();
        }
    }

    private void serve(Socket peer) {
        try (peer) {
            Connection connection = new Connection(peer);
            while (exchange(connection)) {}
        } catch (IOException e) {
            // The client went away, which some tests make it do.
            connections.remove(peer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean exchange(Connection connection) throws IOException, InterruptedException {
        String[] first = connection.line().split(" ");
        if (first.length != 3 || !first[2].startsWith("HTTP/")) {
            throw new EOFException("the client speaks no HTTP");
        }
        answering.incrementAndGet();
        try {
            return exchange(connection, first);
        } finally {
            answering.decrementAndGet();
        }
    }

    private boolean exchange(Connection connection, String[] first) throws IOException, InterruptedException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = connection.line(); !line.isEmpty(); line = connection.line()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new EOFException("the client speaks no HTTP");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        Reply reply = replies.get(Math.min(next.getAndIncrement(), replies.size() - 1));
        byte[] body = reply.wantsBody() ? connection.body(headers) : new byte[0];
        connection.request = new Request(first[0], first[1], headers, body);
        requests.add(connection.request);
        return reply.answer(connection);
    }
}

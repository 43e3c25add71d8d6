package io.github.d365fo.connector.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What stands between client and server and forgets connections without a word, as load balancers do. */
public final class ForgetfulRelay implements AutoCloseable {
    private final ServerSocket socket;
    private final int port;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger swallowed = new AtomicInteger();

    /** Starts a relay to the server at {@code address}, which listens on the loopback address. */
    public ForgetfulRelay(String address) throws IOException {
        this.port = URI.create(address).getPort();
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public String address() {
        return "https://127.0.0.1:" + socket.getLocalPort();
    }

    /** From here on nothing passes over the connections that there are; whatever is sent over them is swallowed. */
    public void forget() {
        connections.forEach(connection -> connection.forgotten = true);
    }

    /** Returns how many connections there were. */
    public int connections() {
        return connections.size();
    }

    /** Returns how many bytes of the client were swallowed. */
    public int swallowed() {
        return swallowed.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Connection connection : connections) {
            connection.near.close();
            connection.far.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = socket.accept();
                Connection connection = new Connection(near, new Socket(InetAddress.getLoopbackAddress(), port));
                connections.add(connection);
                start(() -> connection.carry(near, connection.far, swallowed));
                start(() -> connection.carry(connection.far, near, new AtomicInteger()));
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

    private static final class Connection {
        private final Socket near;
        private final Socket far;
        private volatile boolean forgotten;

        Connection(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void carry(Socket from, Socket to, AtomicInteger lost) {
            byte[] bytes = new byte[8192];
            try (from) {
                InputStream in = from.getInputStream();
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    if (forgotten) {
                        lost.addAndGet(count);
                    } else {
                        to.getOutputStream().write(bytes, 0, count);
                    }
                }
                if (!forgotten) {
                    to.shutdownOutput();
                }
            } catch (IOException e) {
                // One of the ends has gone.
                return;
            }
        }
    }
}

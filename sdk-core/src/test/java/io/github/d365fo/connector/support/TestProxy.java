package io.github.d365fo.connector.support;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy for tunnels that wants a user and a password, or none, or refuses everything. */
public final class TestProxy implements AutoCloseable {
    private static final int OK = 200;

    private final ServerSocket socket;
    private final Manner manner;
    private final Speech speech;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** What it does with the head of a request: returns the answer, 200 to make the tunnel, 0 to hang up. */
    public interface Manner {
        int answer(String head) throws IOException, InterruptedException;
    }

    /** What it says before it makes the tunnel, on the connection itself; false if it makes none. */
    public interface Speech {
        boolean speak(Socket near) throws IOException;
    }

    public TestProxy(Manner manner) throws IOException {
        this(manner, near -> true);
    }

    private TestProxy(Manner manner, Speech speech) throws IOException {
        this.manner = manner;
        this.speech = speech;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Returns a proxy that serves those who sign in as {@code user} with {@code password}. */
    public static TestProxy wanting(String user, String password) throws IOException {
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new TestProxy(head -> head.contains("\r\nProxy-Authorization: Basic " + basic + "\r\n") ? OK : 407);
    }

    /** Returns a proxy that makes every tunnel, unless {@code speech} says something else. */
    public static TestProxy speaking(Speech speech) throws IOException {
        return new TestProxy(head -> OK, speech);
    }

    /** Returns a proxy that answers everything with {@code status}. */
    public static TestProxy refusing(int status) throws IOException {
        return new TestProxy(head -> status);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Returns its host and port, as an error names it. */
    public String name() {
        return address().getHostString() + ":" + address().getPort();
    }

    /** Returns a selector of it for everything, also for the loopback address. */
    public ProxySelector selector() {
        return ProxySelector.of(address());
    }

    /** Returns the heads of the requests that it got. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket open : sockets) {
            open.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = socket.accept();
                sockets.add(near);
                start(() -> serve(near));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private void serve(Socket near) {
        try (near) {
            String head = head(near.getInputStream());
            heads.add(head);
            int status = manner.answer(head);
            if (!speech.speak(near)) {
                near.getInputStream().transferTo(ByteArrayOutputStream.nullOutputStream());
            } else if (status == OK) {
                tunnel(near, head.split(" ")[1]);
            } else if (status > 0) {
                write(
                        near,
                        "HTTP/1.1 " + status + " No\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                                + "Content-Length: 3\r\n\r\nno!");
                // What was not read would reset the connection before the answer is read.
                near.shutdownOutput();
                near.getInputStream().transferTo(ByteArrayOutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // One of the ends has gone.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tunnel(Socket near, String target) throws IOException {
        String host = target.substring(0, target.lastIndexOf(':'));
        int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
        try (Socket far = new Socket(host, port)) {
            sockets.add(far);
            write(near, "HTTP/1.1 200 Connection established\r\n\r\n");
            start(() -> carry(far, near));
            near.getInputStream().transferTo(far.getOutputStream());
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the ends has gone.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}

package io.github.d365fo.connector.internal.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One connection to a relay: asks the proxy for a tunnel, and carries bytes both ways until one side closes. */
final class Tunnel implements Runnable {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.AuthenticatingProxySelector");
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int MOST_INTERIM = 8;
    private static final int SWITCHING = 101;
    private static final int OK = 200;
    private static final int NOT_YOURS = 403;
    private static final int NO_CONNECT = 405;

    private final Socket near;
    private final TunnelRules rules;
    private final Executor threads;

    Tunnel(Socket near, TunnelRules rules, Executor threads) {
        this.near = near;
        this.rules = rules;
        this.threads = threads;
    }

    @Override
    public void run() {
        try (near;
                Socket far = new Socket()) {
            near.setSoTimeout(PATIENCE_MILLIS);
            int status = ask(MessageHead.read(near.getInputStream()), far);
            write(near, "HTTP/1.1 " + status + " X\r\n" + (status == OK ? "" : "Content-Length: 0\r\n") + "\r\n");
            if (status == OK) {
                carry(far);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a tunnel broke off", e);
        }
    }

    private int ask(MessageHead asked, Socket far) throws IOException {
        String target = asked.first().get(1);
        Optional<InetSocketAddress> proxy = rules.proxyOf(target);
        if (!rules.knows(asked.header("Proxy-Authorization").orElse("")) || proxy.isEmpty()) {
            return NOT_YOURS;
        }
        return asked.first().get(0).equals("CONNECT") ? connect(target, proxy.get(), far) : NO_CONNECT;
    }

    private int connect(String target, InetSocketAddress proxy, Socket far) {
        try {
            far.connect(resolved(proxy), CONNECT_MILLIS);
        } catch (IOException e) {
            return trouble(ProxyProblem.UNREACHABLE, e);
        }
        try {
            far.setSoTimeout(PATIENCE_MILLIS);
            write(
                    far,
                    "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nProxy-Authorization: " + rules.signIn()
                            + "\r\n\r\n");
            int status = answer(far.getInputStream());
            return status / 100 == 2 ? OK : status;
        } catch (SocketTimeoutException e) {
            return trouble(ProxyProblem.SILENT, e);
        } catch (EOFException e) {
            return trouble(ProxyProblem.CLOSED, e);
        } catch (ProtocolException e) {
            return trouble(ProxyProblem.NO_HTTP, e);
        } catch (IOException e) {
            return trouble(ProxyProblem.BROKEN_OFF, e);
        }
    }

    private static int trouble(ProxyProblem trouble, IOException e) {
        // Without its message, in which a proxy may have echoed the password.
        LOG.log(
                System.Logger.Level.DEBUG,
                "a proxy {0} ({1})",
                trouble.words(),
                e.getClass().getName());
        return trouble.status();
    }

    /** Returns the status of the response, skipping interim ones. */
    private static int answer(InputStream in) throws IOException {
        for (int i = 0; i <= MOST_INTERIM; i++) {
            int status = MessageHead.read(in).status();
            if (status == SWITCHING) {
                throw new ProtocolException("an unexpected switch of protocols");
            }
            if (status / 100 != 1) {
                return status;
            }
        }
        throw new ProtocolException("more than " + MOST_INTERIM + " interim responses");
    }

    private static InetSocketAddress resolved(InetSocketAddress proxy) {
        return proxy.isUnresolved() ? new InetSocketAddress(proxy.getHostString(), proxy.getPort()) : proxy;
    }

    /** Ends when the near side closes, since an HTTP client that closes expects no more bytes. */
    private void carry(Socket far) throws IOException {
        near.setSoTimeout(0);
        far.setSoTimeout(0);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        threads.execute(() -> carryBack(far));
        near.getInputStream().transferTo(far.getOutputStream());
    }

    private void carryBack(Socket far) {
        try {
            far.getInputStream().transferTo(near.getOutputStream());
            near.shutdownOutput();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a tunnel broke off", e);
            end();
        }
    }

    /** Ends the other direction as well, by closing both sockets. */
    private void end() {
        try {
            near.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "could not close a tunnel", e);
        }
    }

    private static void write(Socket socket, String head) throws IOException {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    }
}

package io.github.d365fo.connector.internal.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;

/**
 * A proxy on the loopback address that has tunnels made by another proxy, to which it signs in. It serves only those
 * who know its key, and only {@code CONNECT}; what goes through a tunnel is encrypted between its ends.
 */
public final class TunnelRelay implements Closeable {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.AuthenticatingProxySelector");

    private final ServerSocket socket;

    private TunnelRelay(ServerSocket socket) {
        this.socket = socket;
    }

    /** Opens a relay that listens until it is closed, and works on {@code threads}, of which there are never too few. */
    public static TunnelRelay open(TunnelRules rules, Executor threads) {
        try {
            ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            threads.execute(() -> accept(socket, rules, threads));
            return new TunnelRelay(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("the sign-in to a proxy needs a port of the loopback address", e);
        }
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Takes no more connections; tunnels that exist live on. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a relay could not be closed", e);
        }
    }

    /** Knows nothing of the relay, which may become garbage while this waits. */
    private static void accept(ServerSocket socket, TunnelRules rules, Executor threads) {
        while (!socket.isClosed()) {
            try {
                Socket near = socket.accept();
                if (socket.isClosed()) {
                    // The JDK lets one more in while it closes.
                    near.close();
                } else {
                    threads.execute(new Tunnel(near, rules, threads));
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a connection to a relay did not come about", e);
            }
        }
    }
}

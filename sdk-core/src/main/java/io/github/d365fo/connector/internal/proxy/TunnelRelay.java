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
 * A proxy on the loopback address that opens tunnels through another proxy, to which it authenticates. It serves only
 * clients that know its key, and only {@code CONNECT}; traffic through a tunnel is encrypted end to end.
 */
public final class TunnelRelay implements Closeable {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.AuthenticatingProxySelector");

    private final ServerSocket socket;

    private TunnelRelay(ServerSocket socket) {
        this.socket = socket;
    }

    /** Opens a relay that listens until it is closed and runs on {@code threads}, an unbounded pool. */
    public static TunnelRelay open(TunnelRules rules, Executor threads) {
        try {
            ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            threads.execute(() -> accept(socket, rules, threads));
            return new TunnelRelay(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("authentication to a proxy requires a port on the loopback address", e);
        }
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Accepts no more connections; existing tunnels stay open. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "could not close a relay", e);
        }
    }

    /** Static, so that the relay can be garbage collected while this waits. */
    private static void accept(ServerSocket socket, TunnelRules rules, Executor threads) {
        while (!socket.isClosed()) {
            try {
                Socket near = socket.accept();
                if (socket.isClosed()) {
                    // The JDK may accept one more while it closes.
                    near.close();
                } else {
                    threads.execute(new Tunnel(near, rules, threads));
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "could not accept a connection to a relay", e);
            }
        }
    }
}

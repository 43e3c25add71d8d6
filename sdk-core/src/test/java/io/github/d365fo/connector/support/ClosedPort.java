package io.github.d365fo.connector.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port of the loopback address that refuses every connection.
 *
 * <p>It is bound but does not listen. A port that was merely found free would go to the next program that asks the
 * system for one, such as another test.
 */
public final class ClosedPort implements AutoCloseable {
    private final Socket holder = new Socket();

    public ClosedPort() throws IOException {
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), holder.getLocalPort());
    }

    /** Returns the address as that of a web server. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + holder.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}

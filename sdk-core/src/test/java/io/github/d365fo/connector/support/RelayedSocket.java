package io.github.d365fo.connector.support;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/** The socket beneath a TLS socket, through which a test can slip in bytes that the peer never sent. */
public final class RelayedSocket extends Socket {
    private final Socket raw;
    private final Input input;
    private final Output output;

    public RelayedSocket(Socket raw) throws IOException {
        this.raw = raw;
        this.input = new Input(raw.getInputStream());
        this.output = new Output(raw.getOutputStream());
    }

    /** From here on the TLS socket reads {@code bytes} and then the end. */
    public void slipIn(byte[] bytes) {
        input.replace(new ByteArrayInputStream(bytes));
    }

    /** What a test does to a socket. */
    public interface Deed {
        void happen() throws IOException;
    }

    /** Lets {@code deed} happen when the TLS socket has written once more. */
    public void afterNextWrite(Deed deed) {
        output.deed = deed;
    }

    private static final class Output extends FilterOutputStream {
        private Deed deed = () -> {};

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            deed.happen();
        }
    }

    private static final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        void replace(InputStream other) {
            in = other;
        }
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public boolean isConnected() {
        return raw.isConnected();
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return raw.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return raw.isOutputShutdown();
    }

    @Override
    public InetAddress getInetAddress() {
        return raw.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return raw.getRemoteSocketAddress();
    }

    @Override
    public int getPort() {
        return raw.getPort();
    }

    @Override
    public int getLocalPort() {
        return raw.getLocalPort();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        raw.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return raw.getSoTimeout();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        raw.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return raw.getSoLinger();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        raw.setTcpNoDelay(on);
    }

    @Override
    public void shutdownInput() throws IOException {
        raw.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        raw.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}

package io.github.d365fo.testkit.internal.http;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The socket of a connection, on which TLS may lie. Used by one thread, but for {@link #peer}. */
final class Line {
    /** The first byte of a TLS handshake (RFC 8446, 5.1), with which no HTTP request begins. */
    private static final int HANDSHAKE = 0x16;

    private final Socket peer;
    private final Door.Speech speech;
    private final Supplier<SSLContext> tls;
    private final Limits limits;
    private byte[] read = {};
    private boolean encrypted;

    Line(Socket peer, Door.Speech speech, Supplier<SSLContext> tls, Limits limits) {
        this.peer = peer;
        this.speech = speech;
        this.tls = tls;
        this.limits = limits;
    }

    /** Returns the socket itself. */
    Socket peer() {
        return peer;
    }

    /** Returns whether the connection is, or is to be, encrypted. */
    boolean isEncrypted() {
        return encrypted;
    }

    /** Finds out whether the client wants TLS, which may take until its first byte. */
    void listen() throws IOException {
        if (speech == Door.Speech.BOTH) {
            int first = peer.getInputStream().read();
            if (first < 0) {
                throw new EOFException("the client sent nothing");
            }
            read = new byte[] {(byte) first};
            encrypted = first == HANDSHAKE;
        } else {
            encrypted = speech == Door.Speech.TLS;
        }
    }

    /** Returns the socket to write to and to close, after the handshake if there is one. */
    Socket open() throws IOException {
        if (!encrypted) {
            return peer;
        }
        SSLSocket socket =
                (SSLSocket) tls.get().getSocketFactory().createSocket(peer, new ByteArrayInputStream(read), false);
        socket.setSoTimeout((int) limits.headTime().toMillis());
        socket.startHandshake();
        return socket;
    }

    /** Returns the input of an opened socket. */
    TimedInput input(Socket opened) throws IOException {
        InputStream in = opened.getInputStream();
        return encrypted || read.length == 0
                ? new TimedInput(opened, in)
                : new TimedInput(opened, new SequenceInputStream(new ByteArrayInputStream(read), in));
    }
}

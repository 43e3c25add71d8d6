package io.github.d365fo.testkit.internal.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The input of a socket, optionally with a deadline for everything that is read, however slowly it arrives. Used by one
 * thread.
 */
final class TimedInput extends FilterInputStream {
    private final Socket socket;
    private @Nullable Deadline deadline;

    TimedInput(Socket socket) throws IOException {
        this(socket, socket.getInputStream());
    }

    /** Reads {@code in}, which reads from {@code socket}. */
    TimedInput(Socket socket, InputStream in) {
        super(in);
        this.socket = socket;
    }

    /** Makes reads fail from a time on, or, if it is null, no longer. */
    void until(@Nullable Deadline time) {
        deadline = time;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Deadline limit = deadline;
        if (limit != null && limit.isOver()) {
            throw new SocketTimeoutException("the deadline has passed");
        }
        socket.setSoTimeout(limit == null ? 0 : limit.leftMillis());
        return super.read(target, offset, length);
    }
}

package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body as a stream that ends only at the end of the body. Closing it does not close the body. Not thread-safe. */
public final class ResponseStream extends InputStream {
    private final Source source;
    private @Nullable ByteBuffer current;
    private boolean ended;

    ResponseStream(Source source) {
        this.source = source;
    }

    /** The source of the bytes. */
    interface Source {
        /** Returns the next bytes, or null at their end. */
        @Nullable
        ByteBuffer next() throws NoAnswer, InterruptedException;
    }

    /** Returns the cause of a failed read. */
    public static ExchangeFailure failure(IOException e) throws InterruptedException {
        if (e.getCause() instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        return e.getCause() instanceof ExchangeFailure known
                ? known
                : new NoAnswer("the response can't be read: " + e.getMessage(), e, true);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
    }

    /**
     * Reads some bytes.
     *
     * @throws IOException if the body breaks off; its cause is the {@link NoAnswer}
     * @throws InterruptedIOException if the thread was interrupted; its interrupt flag stays set
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer bytes = bytes();
        if (bytes == null) {
            return -1;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(target, offset, count);
        return count;
    }

    private @Nullable ByteBuffer bytes() throws IOException {
        while (!ended && (current == null || !current.hasRemaining())) {
            current = next();
            ended = current == null;
        }
        return current;
    }

    private @Nullable ByteBuffer next() throws IOException {
        try {
            return source.next();
        } catch (NoAnswer e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}

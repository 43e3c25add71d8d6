package io.github.d365fo.connector.internal;

import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The body of an answer as a stream, which holds the connection and the right to send until it is closed. */
final class BodyStream extends DownloadStream {
    private final Answer answer;
    private final Runnable release;
    private @Nullable ByteBuffer current;
    private boolean ended;
    private volatile boolean closed;

    BodyStream(Answer answer, Runnable release) {
        this.answer = answer;
        this.release = release;
    }

    @Override
    public OptionalLong length() {
        return answer.length();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
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

    /** Ends a read in another thread, too. */
    @Override
    public void close() {
        closed = true;
        release.run();
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
            return answer.next();
        } catch (NoAnswer e) {
            throw new IOException("download failed: " + e.getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("download failed: interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}

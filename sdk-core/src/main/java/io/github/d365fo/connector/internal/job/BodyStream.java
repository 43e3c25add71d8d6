package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.http.ResponseStream;
import io.github.d365fo.connector.internal.transfer.FileResponse;
import io.github.d365fo.connector.internal.wire.BodyText;
import io.github.d365fo.connector.internal.wire.WebPage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/** The body of a response as a stream, which holds the connection and a request slot until it is closed. */
final class BodyStream extends DownloadStream {
    private static final int ENOUGH = 512;

    private final Response answer;
    private final Runnable release;
    private final PushbackInputStream body;
    private final KnownSecrets secrets;
    private volatile boolean closed;

    BodyStream(Response answer, Runnable release, KnownSecrets secrets) {
        this.answer = answer;
        this.release = release;
        this.body = new PushbackInputStream(answer.stream(), ENOUGH);
        this.secrets = secrets;
    }

    /** Throws if the body begins like a web page; waits for no more bytes than needed to tell. */
    void refusePage() throws ExchangeFailure, InterruptedException {
        try {
            byte[] start = beginning();
            if (WebPage.is(BodyText.of(start), "")) {
                throw FileResponse.page(answer, BodyText.of(start));
            }
            body.unread(start);
        } catch (IOException e) {
            throw ResponseStream.failure(e);
        }
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
        answer.readHere();
        try {
            return body.read(target, offset, length);
        } catch (InterruptedIOException e) {
            InterruptedIOException interrupted = new InterruptedIOException("download failed: interrupted");
            interrupted.initCause(e.getCause());
            throw interrupted;
        } catch (IOException e) {
            Throwable cause = e.getCause() instanceof NoAnswer lost ? lost.getCause() : e;
            throw new IOException(
                    "download failed: " + secrets.clean(String.valueOf(e.getMessage())),
                    cause == null ? null : secrets.clean(cause));
        }
    }

    /** Also ends a read on another thread. */
    @Override
    public void close() {
        closed = true;
        release.run();
    }

    private byte[] beginning() throws IOException {
        byte[] start = new byte[ENOUGH];
        int count = 0;
        boolean open = true;
        while (open && count < ENOUGH && mayBecomePage(Arrays.copyOf(start, count))) {
            int more = body.read(start, count, ENOUGH - count);
            open = more >= 0;
            count += Math.max(more, 0);
        }
        return Arrays.copyOf(start, count);
    }

    private static boolean mayBecomePage(byte[] start) {
        String text = BodyText.of(start).stripLeading();
        return text.isEmpty() || text.startsWith("<");
    }
}

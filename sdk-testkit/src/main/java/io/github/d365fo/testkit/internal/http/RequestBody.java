package io.github.d365fo.testkit.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a request, of a length that was announced or in chunks. Used by one thread. */
final class RequestBody extends InputStream {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;
    private final boolean chunked;
    private boolean waits;
    private boolean started;
    private boolean ended;
    private long left;
    private long count;

    RequestBody(RequestHead head, HttpConnection connection) throws IOException {
        this.in = connection.in();
        this.out = connection.out();
        this.chunked = head.header("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent();
        this.left = chunked ? 0 : number(head.header("Content-Length").orElse("0"), 10);
        this.ended = !chunked && left == 0;
        this.waits =
                head.header("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    }

    /** Returns how many bytes were read so far. */
    long count() {
        return count;
    }

    /** Returns whether the client still waits to be told that it may send the body. */
    boolean isHeldBack() {
        return waits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0 || !advance()) {
            return length == 0 ? 0 : -1;
        }
        int read = in.read(target, offset, (int) Math.min(left, length));
        if (read == -1) {
            throw new EOFException("the request ended " + left + " bytes early");
        }
        left -= read;
        count += read;
        ended = !chunked && left == 0;
        return read;
    }

    /** Returns whether there is more, and reads the head of the next chunk where the last one is done. */
    private boolean advance() throws IOException {
        if (!ended && waits) {
            waits = false;
            out.write(CONTINUE);
            out.flush();
        }
        if (!ended && chunked && left == 0) {
            nextChunk();
        }
        return !ended;
    }

    private void nextChunk() throws IOException {
        if (started) {
            RequestHead.line(in);
        }
        started = true;
        left = number(RequestHead.line(in).replaceFirst(";.*", ""), 16);
        if (left == 0) {
            ended = true;
            while (!RequestHead.line(in).isEmpty()) {}
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("expected the length of a body, but got " + text.length() + " characters", e);
        }
        throw new IOException("expected the length of a body to be zero or more, but it is negative");
    }
}

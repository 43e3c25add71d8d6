package io.github.d365fo.testkit.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The body of a request, with an announced length or in chunks (RFC 9112, 7.1). Used by one thread. */
final class RequestBody extends InputStream {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_CHUNK_LINE = 1 << 12;
    private static final int LONGEST_TRAILER = 1 << 16;
    /** Sixteen digits would not fit into a long. */
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})([ \t]*;.*)?");

    private final InputStream in;
    private final OutputStream out;
    private final boolean chunked;
    private boolean waits;
    private boolean started;
    private boolean ended;
    private long left;
    private long count;

    RequestBody(RequestHead head, HttpConnection connection) {
        this.in = connection.in();
        this.out = connection.out();
        this.chunked = head.framing().chunked();
        this.left = head.framing().length();
        this.ended = !chunked && left == 0;
        this.waits = head.awaitsContinue() && !ended;
    }

    /** Returns how many bytes were read so far. */
    long count() {
        return count;
    }

    /** Returns whether the client still waits for {@code 100 Continue}. */
    boolean isHeldBack() {
        return waits;
    }

    /** Reads the rest, unless the client waits for {@code 100 Continue} and need not send it. */
    void drain() throws IOException {
        if (!waits) {
            transferTo(OutputStream.nullOutputStream());
        }
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

    /** Returns whether there is more, and reads the head of the next chunk at the end of the last one. */
    private boolean advance() throws IOException {
        if (waits) {
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
        LineReader lines = new LineReader(in, LONGEST_CHUNK_LINE, 400);
        if (started) {
            lines.lineEnd();
        }
        started = true;
        Matcher chunk = CHUNK.matcher(lines.line());
        if (!chunk.matches()) {
            throw new BadRequest(400, "expected the size of a chunk, of up to 15 hexadecimal digits");
        }
        left = Long.parseLong(chunk.group(1), 16);
        if (left == 0) {
            Fields.read(new LineReader(in, LONGEST_TRAILER, 400));
            ended = true;
        }
    }
}

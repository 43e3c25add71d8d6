package io.github.d365fo.testkit.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads lines up to a total length. A line ends in CR and LF and has no control character except tabs: a server that
 * accepts a bare LF, CR or NUL may read another request than the proxy in front of it (RFC 9112, 2.2). Used by one
 * thread.
 */
final class LineReader {
    private final InputStream in;
    private final int tooLong;
    private int left;

    /** More than {@code most} bytes in total are rejected with the status {@code tooLong}. */
    LineReader(InputStream in, int most, int tooLong) {
        this.in = in;
        this.left = most;
        this.tooLong = tooLong;
    }

    /** Returns the next line without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = next(); b != '\r'; b = next()) {
            if ((b < ' ' && b != '\t') || b == 0x7f) {
                throw new BadRequest(400, "expected lines that end in CR and LF, without other control characters");
            }
            line.write(b);
        }
        end();
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Reads the second half of a line's end. */
    private void end() throws IOException {
        if (next() != '\n') {
            throw new BadRequest(400, "expected LF after CR");
        }
    }

    /** Reads a line's end. */
    void lineEnd() throws IOException {
        if (next() != '\r') {
            throw new BadRequest(400, "expected the end of a line");
        }
        end();
    }

    private int next() throws IOException {
        if (left-- == 0) {
            throw new BadRequest(tooLong, "a line, or all lines together, are too long");
        }
        int b = in.read();
        if (b == -1) {
            throw new EOFException("the connection ended inside a line");
        }
        return b;
    }
}

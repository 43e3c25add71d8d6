package io.github.d365fo.connector.internal.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The head of an HTTP message.
 *
 * @param first the parts of its first line
 * @param headers its other lines
 */
record MessageHead(List<String> first, List<String> headers) {
    private static final int LONGEST = 16 << 10;

    /** Reads a head, and no byte after it. */
    static MessageHead read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int line = 0;
        boolean first = false;
        while (true) {
            int next = in.read();
            if (next < 0 && bytes.size() > 0 && !isHttp(bytes)) {
                throw noHttp(bytes);
            }
            if (next < 0) {
                throw new EOFException("the connection ended inside a head of " + bytes.size() + " bytes");
            }
            if (bytes.size() >= LONGEST) {
                throw new ProtocolException("a head is longer than " + LONGEST + " bytes");
            }
            bytes.write(next);
            if (next == '\n' && !first && !isHttp(bytes)) {
                throw noHttp(bytes);
            }
            first |= next == '\n';
            if (next == '\n' && line == 0) {
                return of(bytes.toString(StandardCharsets.ISO_8859_1));
            }
            line = next == '\n' ? 0 : line + (next == '\r' ? 0 : 1);
        }
    }

    /** The first line of a request ends with the version, that of a response begins with it. */
    private static boolean isHttp(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1).contains("HTTP/");
    }

    private static ProtocolException noHttp(ByteArrayOutputStream bytes) {
        return new ProtocolException(
                "expected the head of an HTTP message, but got " + bytes.size() + " bytes that are none");
    }

    /** Returns the status of a response. */
    int status() throws ProtocolException {
        String status = first.get(1);
        if (!first.get(0).startsWith("HTTP/") || !status.matches("[1-9][0-9]{2}")) {
            throw new ProtocolException("expected a status line, but got one of " + first.size() + " other words");
        }
        return Integer.parseInt(status);
    }

    private static MessageHead of(String text) throws ProtocolException {
        List<String> lines = text.lines().toList();
        List<String> first = List.of(lines.get(0).split(" "));
        if (first.size() < 2) {
            throw new ProtocolException(
                    "expected the head of an HTTP message, but got " + text.length() + " characters that are none");
        }
        return new MessageHead(first, lines.subList(1, lines.size()));
    }

    /** Returns the value of a header, or empty if it is missing. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }
}

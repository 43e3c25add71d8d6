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
 * @param first the words of its first line
 * @param headers its other lines
 */
record MessageHead(List<String> first, List<String> headers) {
    private static final int LONGEST = 16 << 10;

    /** Reads a head and not a byte of what follows it. */
    static MessageHead read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int line = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended within a head of " + bytes.size() + " bytes");
            }
            if (bytes.size() >= LONGEST) {
                throw new ProtocolException("a head is longer than " + LONGEST + " bytes");
            }
            bytes.write(next);
            if (next == '\n' && line == 0) {
                return of(bytes.toString(StandardCharsets.ISO_8859_1));
            }
            line = next == '\n' ? 0 : line + (next == '\r' ? 0 : 1);
        }
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

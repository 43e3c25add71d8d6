package io.github.d365fo.testkit.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What stands before the body of a request.
 *
 * @param method the method
 * @param target the path and the query, as they came
 * @param version the version of HTTP
 * @param headers the headers by their names in any case
 */
record RequestHead(String method, String target, String version, Map<String, List<String>> headers) {
    private static final int LONGEST_LINE = 1 << 16;

    /** Reads a head; empty if the connection ended before its first byte. */
    static Optional<RequestHead> read(InputStream in) throws IOException {
        int first = in.read();
        if (first == -1) {
            return Optional.empty();
        }
        String[] request = ((char) first + line(in)).split(" ", -1);
        if (request.length != 3) {
            throw new IOException("expected a request line of three words, but got " + request.length);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("expected a header with a name, but got " + line.length() + " characters");
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return Optional.of(new RequestHead(request[0], request[1], request[2], headers));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /** Returns whether the connection serves for another request. */
    boolean keepsAlive() {
        String connection = header("Connection").orElse("");
        return version.equals("HTTP/1.1") && !connection.equalsIgnoreCase("close");
    }

    /** Reads to the end of a line, which is left out. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b == -1 || line.size() > LONGEST_LINE) {
                throw new EOFException("the connection ended, or went on too long, inside a line");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}

package io.github.d365fo.testkit.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a request, read as strictly as RFC 9112 allows.
 *
 * @param method the method
 * @param target the request target
 * @param old whether it is HTTP/1.0
 * @param fields the header fields
 * @param framing how the body ends
 */
record RequestHead(String method, Target target, boolean old, Fields fields, Framing framing) {
    private static final int TOO_LARGE = 431;
    private static final Pattern LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\\x21-\\x7e]+) HTTP/([0-9])\\.([0-9])");

    /** Reads a head of up to {@code most} bytes. */
    static RequestHead read(InputStream in, int most) throws IOException {
        LineReader lines = new LineReader(in, most, TOO_LARGE);
        String first = lines.line();
        while (first.isEmpty()) {
            // Old clients send an extra line end after a body (RFC 9112, 2.2).
            first = lines.line();
        }
        Matcher line = LINE.matcher(first);
        if (!line.matches()) {
            throw new BadRequest(400, "expected a request line with a method, a target and an HTTP version");
        }
        if (!line.group(3).equals("1")) {
            throw new BadRequest(505, "expected HTTP/1.1 or HTTP/1.0");
        }
        return new RequestHead(line.group(1), line.group(2), line.group(4).equals("0"), Fields.read(lines));
    }

    private RequestHead(String method, String target, boolean old, Fields fields) throws BadRequest {
        this(method, Target.of(method, target), old, fields, Framing.of(fields, old));
        boolean missing = fields.only("Host").isEmpty() && !old;
        if (missing || !fields.all("Host").stream().allMatch(Target::isAuthority)) {
            throw new BadRequest(400, "Host: expected a host, and a port if it is not the default one");
        }
    }

    Map<String, List<String>> headers() {
        return fields.values();
    }

    /** Returns whether the client waits for {@code 100 Continue}. */
    boolean awaitsContinue() {
        return !old && fields.lists("Expect", "100-continue");
    }

    /** Returns whether the client wants to send another request on the connection. */
    boolean keepsAlive() {
        return !fields.lists("Connection", "close") && (!old || fields.lists("Connection", "keep-alive"));
    }
}

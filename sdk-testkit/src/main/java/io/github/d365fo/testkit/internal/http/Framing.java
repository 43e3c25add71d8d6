package io.github.d365fo.testkit.internal.http;

import java.util.List;
import java.util.Optional;

/**
 * How a request's body ends (RFC 9112, 6). An ambiguous request is rejected, so that no part of a body is ever read as
 * the next request.
 *
 * @param chunked whether it comes in chunks
 * @param length its length otherwise
 */
record Framing(boolean chunked, long length) {
    private static final String LENGTH = "Content-Length";

    static Framing of(Fields fields, boolean old) throws BadRequest {
        List<String> codings = fields.all("Transfer-Encoding");
        Optional<String> length = fields.only(LENGTH);
        if (codings.isEmpty()) {
            return new Framing(false, length.isEmpty() ? 0 : number(length.get()));
        }
        if (length.isPresent() || old) {
            throw new BadRequest(400, "expected Transfer-Encoding without Content-Length, in HTTP/1.1");
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
            throw new BadRequest(501, "Transfer-Encoding: expected chunked and nothing else");
        }
        return new Framing(true, 0);
    }

    private static long number(String text) throws BadRequest {
        if (!text.matches("[0-9]{1,18}")) {
            throw new BadRequest(400, LENGTH + ": expected a number of up to 18 digits");
        }
        return Long.parseLong(text);
    }
}

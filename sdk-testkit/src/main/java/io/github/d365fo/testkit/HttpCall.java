package io.github.d365fo.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request at the fake server, and its answer. Used by one thread. */
final class HttpCall {
    private final HttpExchange exchange;
    private final CountingStream body;
    private final Map<String, String> query;
    private int status;

    HttpCall(HttpExchange exchange) {
        this.exchange = exchange;
        this.body = new CountingStream(exchange.getRequestBody());
        this.query = parameters(exchange.getRequestURI().getRawQuery());
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** Returns the path as it came, without the language prefix that the service allows. */
    String path() {
        String path = rawPath();
        return path.toLowerCase(Locale.ROOT).startsWith("/en/") ? path.substring(3) : path;
    }

    String rawPath() {
        return exchange.getRequestURI().getRawPath();
    }

    Map<String, String> query() {
        return query;
    }

    /** Returns a parameter of the query, by its name in any case, or empty if it is missing or blank. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** Returns the first value of each header, by lower-case name. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return headers;
    }

    InputStream body() {
        return body;
    }

    String bodyText() throws IOException {
        return new String(body.readNBytes(Content.IN_MEMORY), StandardCharsets.UTF_8);
    }

    /** Reads what is left of the body and returns its whole length. */
    long drain() throws IOException {
        if (!body.ended) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        return body.count;
    }

    int status() {
        return status;
    }

    void answer(int newStatus) throws IOException {
        status = newStatus;
        exchange.sendResponseHeaders(newStatus, -1);
    }

    void answerJson(int newStatus, String json) throws IOException {
        answer(newStatus, "application/json; charset=utf-8", json);
    }

    void answer(int newStatus, String contentType, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        status = newStatus;
        exchange.sendResponseHeaders(newStatus, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Answers with a file, or with the part of it that starts at {@code from}. */
    void answer(Content content, long from) throws IOException {
        long length = content.size() - from;
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        status = from == 0 ? 200 : 206;
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        try (InputStream stream = content.open()) {
            stream.skipNBytes(from);
            stream.transferTo(exchange.getResponseBody());
        }
    }

    /** Answers with {@code length} bytes of a content from {@code from} on. */
    void answer(int newStatus, Content content, long from, long length) throws IOException {
        status = newStatus;
        exchange.sendResponseHeaders(newStatus, length == 0 ? -1 : length);
        try (InputStream stream = content.open(from)) {
            byte[] buffer = new byte[1 << 14];
            long left = length;
            while (left > 0) {
                int read = stream.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                if (read == 0) {
                    throw new IOException("the content ended " + left + " bytes early");
                }
                exchange.getResponseBody().write(buffer, 0, read);
                left -= read;
            }
        }
    }

    /** Answers a HEAD with the length that a GET would have. */
    void answerHead(int newStatus, long length) throws IOException {
        responseHeader("Content-Length", String.valueOf(length));
        answer(newStatus);
    }

    void responseHeader(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    /** Decodes {@code %20} and {@code +}, as the service does. */
    static Map<String, String> parameters(@Nullable String raw) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;
        /** What ended is not read again: the stream may be closed once an answer without a body is sent. */
        private boolean ended;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            ended |= value < 0;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(read, 0);
            ended |= read < 0;
            return read;
        }
    }
}

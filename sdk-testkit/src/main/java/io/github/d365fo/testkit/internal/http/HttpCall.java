package io.github.d365fo.testkit.internal.http;

import io.github.d365fo.testkit.internal.content.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request to the fake server, and its answer. Used by one thread. */
public final class HttpCall {
    private final HttpExchange exchange;
    private final Map<String, String> query;
    private final String path;
    private Instant now = Instant.EPOCH;

    public HttpCall(HttpExchange exchange) {
        this.exchange = exchange;
        this.query = parameters(exchange.rawQuery());
        this.path = PathText.routed(exchange.rawPath())
                // Programs whose environment ends in a slash send two; the service takes them as one.
                .map(text -> text.replaceFirst("^/{2,}", "/"))
                .map(HttpCall::withoutLanguage)
                .orElse("");
    }

    /** Returns the exchange itself. */
    public HttpExchange exchange() {
        return exchange;
    }

    public String method() {
        return exchange.method();
    }

    /**
     * Returns the path as it is routed ({@link PathText#routed}), without the language prefix that the service allows;
     * or an empty text if it can't be read.
     */
    public String path() {
        return path;
    }

    private static String withoutLanguage(String path) {
        return path.toLowerCase(Locale.ROOT).startsWith("/en/") ? path.substring(3) : path;
    }

    /** Returns the path as it came. */
    public String rawPath() {
        return exchange.rawPath();
    }

    public Map<String, String> query() {
        return query;
    }

    /** Returns a parameter of the query, by its name in any case, or empty if it is missing or blank. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.headers().get(name)).map(values -> values.get(0));
    }

    /** Returns the first value of each header, by lower-case name. */
    public Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        exchange.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return headers;
    }

    /** Returns the headers whose names begin with {@code prefix}, in any case, by the rest of their names. */
    public Map<String, String> headersBelow(String prefix) {
        Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.headers().forEach((name, values) -> {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                found.put(name.substring(prefix.length()), String.join(",", values));
            }
        });
        return found;
    }

    /** Returns every value of every header, by lower-case name. */
    public List<Map.Entry<String, String>> allHeaders() {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        exchange.headers()
                .forEach((name, values) ->
                        values.forEach(value -> all.add(Map.entry(name.toLowerCase(Locale.ROOT), value))));
        return all;
    }

    /** Returns every parameter of the query, decoded, including duplicates. */
    public List<Map.Entry<String, String>> allParameters() {
        return pairs(exchange.rawQuery());
    }

    public InputStream body() {
        return exchange.body();
    }

    /** Returns the body as text, up to a megabyte of it. */
    public String bodyText() throws IOException {
        return BodyText.of(body().readNBytes(Content.IN_MEMORY));
    }

    /**
     * Reads the rest of the body, so that the client reads the answer, and returns the number of bytes read. A client
     * that waits for {@code 100 Continue} gets its answer at once instead.
     */
    public long drain() throws IOException {
        exchange.drain();
        return bodySize();
    }

    /** Returns how much of the body was read so far. */
    public long bodySize() {
        return exchange.bodyCount();
    }

    public int status() {
        return exchange.status();
    }

    /** Runs {@code action} once the answer is decided, before the client can see any of it. */
    public void beforeAnswer(Runnable action) {
        exchange.beforeAnswer(action);
    }

    /** Sets the time at which this request is answered. */
    public void at(Instant time) {
        now = time;
        responseHeader("Date", HttpDate.of(time));
    }

    public Instant now() {
        return now;
    }

    /** Passes the answer through {@code tap} on its way to the client. */
    public void tap(AnswerTap tap) {
        exchange.tap(tap);
    }

    public void answer(int newStatus) throws IOException {
        begin(newStatus, 0);
    }

    public void answerJson(int newStatus, String json) throws IOException {
        answer(newStatus, "application/json; charset=utf-8", json);
    }

    public void answer(int newStatus, String contentType, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        responseHeader("Content-Type", contentType);
        begin(newStatus, bytes.length).write(bytes);
    }

    /** Answers with {@code length} bytes of a content starting at {@code from}; to a HEAD, only with their length. */
    public void answer(int newStatus, Content content, long from, long length) throws IOException {
        OutputStream out = begin(newStatus, length);
        if (method().equals("HEAD")) {
            return;
        }
        try (InputStream stream = content.open(from)) {
            byte[] buffer = new byte[1 << 14];
            long left = length;
            while (left > 0) {
                int read = stream.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                if (read == 0) {
                    throw new IOException("the content ended " + left + " bytes early");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private OutputStream begin(int status, long length) throws IOException {
        return exchange.begin(status, length);
    }

    /** Resets the connection; there is no answer. */
    public void reset() throws IOException {
        exchange.abandon();
    }

    public Optional<String> responseHeader(String name) {
        return Optional.ofNullable(exchange.answerHeaders().get(name));
    }

    public void responseHeader(String name, String value) {
        exchange.answerHeaders().put(name, value);
    }

    /** Decodes {@code %20} and {@code +}, as the service does. */
    public static Map<String, String> parameters(@Nullable String raw) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        pairs(raw).forEach(pair -> parameters.putIfAbsent(pair.getKey(), pair.getValue()));
        return parameters;
    }

    private static List<Map.Entry<String, String>> pairs(@Nullable String raw) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                pairs.add(Map.entry(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1))));
            }
        }
        return pairs;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that encodes nothing stands for itself.
            return text;
        }
    }
}

package io.github.d365fo.testkit.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request and its answer. The last bytes of an answer leave with {@link #finish}, so that whatever is written down
 * before is there when the client reads on. Used by one thread.
 */
public final class HttpExchange {
    private static final int UNKNOWN_STATUS = 0;

    private final HttpConnection connection;
    private final RequestHead request;
    private final RequestBody body;
    private final Map<String, String> answerHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private AnswerTap tap = new AnswerTap();
    private OutputStream answer = OutputStream.nullOutputStream();
    private int status = UNKNOWN_STATUS;

    HttpExchange(HttpConnection connection, RequestHead request) throws IOException {
        this.connection = connection;
        this.request = request;
        this.body = new RequestBody(request, connection);
    }

    /** Returns the method. */
    public String method() {
        return request.method();
    }

    /** Returns the path as it came, percent-encoded or not. */
    public String rawPath() {
        return request.target().replaceFirst("\\?.*", "");
    }

    /** Returns the query as it came, or an empty text. */
    public String rawQuery() {
        int mark = request.target().indexOf('?');
        return mark < 0 ? "" : request.target().substring(mark + 1);
    }

    /** Returns the headers, by their names in any case. */
    public Map<String, List<String>> headers() {
        return request.headers();
    }

    /** Returns the body, which may be read once. */
    public InputStream body() {
        return body;
    }

    /** Returns how much of the body was read. */
    public long bodyCount() {
        return body.count();
    }

    /** Returns the status of the answer, or 0 as long as there is none. */
    public int status() {
        return status;
    }

    /** Returns the headers of the answer, to be set before {@link #begin}. */
    public Map<String, String> answerHeaders() {
        return answerHeaders;
    }

    /** Lets {@code newTap} stand between the answer and the client. */
    public void tap(AnswerTap newTap) {
        this.tap = newTap;
    }

    /**
     * Sends the head of an answer with a body of {@code length} bytes and returns where the body goes; {@code before}
     * runs when {@link #status} is known and nothing has been sent.
     */
    public OutputStream begin(int newStatus, long length, Runnable before) throws IOException {
        status = newStatus;
        before.run();
        if (newStatus != 204 && newStatus != 304) {
            answerHeaders.put("Content-Length", String.valueOf(tap.announced(length)));
        }
        tap.head(this, head());
        answer = method().equals("HEAD") ? OutputStream.nullOutputStream() : tap.body(this, connection.out(), length);
        return answer;
    }

    /** Sends bytes as they are, outside of any answer. */
    public void send(byte[] bytes, int offset, int length) throws IOException {
        connection.out().write(bytes, offset, length);
    }

    /** Sends what is ready. */
    public void flush() throws IOException {
        connection.out().flush();
    }

    /** Resets the connection. */
    public void reset() throws IOException {
        connection.reset();
    }

    /** Ends the connection after what was sent so far has left. */
    public void close() throws IOException {
        flush();
        connection.close();
    }

    /** Waits in real time, or until the server closes. */
    public void pause(Duration duration) throws IOException {
        connection.pause(duration);
    }

    /** Sends the last bytes and returns whether the connection serves for another request. */
    boolean finish() throws IOException {
        boolean reusable = status != UNKNOWN_STATUS
                && request.keepsAlive()
                && !body.isHeldBack()
                && !"close".equalsIgnoreCase(answerHeaders.get("Connection"));
        if (reusable) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        answer.flush();
        flush();
        return reusable;
    }

    private byte[] head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + Reason.of(status) + "\r\n");
        answerHeaders.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!request.keepsAlive()) {
            head.append("Connection: close\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}

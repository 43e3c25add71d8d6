package io.github.d365fo.testkit.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request and its answer. The last bytes of an answer are sent by {@link #finish}, so that everything is recorded
 * before the client has read the answer. Used by one thread.
 */
public final class HttpExchange {
    private static final int UNKNOWN_STATUS = 0;
    private static final String CONNECTION = "Connection";

    private final HttpConnection connection;
    private final RequestHead request;
    private final RequestBody body;
    private final Map<String, String> answerHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Runnable beforeAnswer = () -> {};
    private AnswerTap tap = new AnswerTap();
    private OutputStream answer = OutputStream.nullOutputStream();
    private int status = UNKNOWN_STATUS;
    private boolean last;

    HttpExchange(HttpConnection connection, RequestHead request) {
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
        return request.target().path();
    }

    /** Returns the query as it came, or an empty text. */
    public String rawQuery() {
        return request.target().query();
    }

    /** Returns the scheme that the request names, if its target is a whole address. */
    public Optional<String> scheme() {
        return request.target().origin().map(Target.Origin::scheme);
    }

    /** Returns the host and port that the request names: those of its target if that is a whole address, or Host. */
    public Optional<String> authority() {
        return request.target()
                .origin()
                .map(Target.Origin::authority)
                .or(() -> request.fields().all("Host").stream().findFirst());
    }

    /** Returns whether it came over TLS. */
    public boolean isEncrypted() {
        return connection.isEncrypted();
    }

    /** Returns the headers, by their names in any case. */
    public Map<String, List<String>> headers() {
        return request.headers();
    }

    /**
     * Returns the body, which can be read once; the first read sends {@code 100 Continue} if the client waits for it.
     */
    public InputStream body() {
        return body;
    }

    /** Reads the rest of the body, unless the client waits for {@code 100 Continue}. */
    public void drain() throws IOException {
        body.drain();
    }

    /** Returns how much of the body was read. */
    public long bodyCount() {
        return body.count();
    }

    /** Returns the status of the answer, or 0 if there is none yet. */
    public int status() {
        return status;
    }

    /** Returns the headers of the answer, to be set before {@link #begin}. */
    public Map<String, String> answerHeaders() {
        return answerHeaders;
    }

    /** Passes the answer through {@code newTap} on its way to the client. */
    public void tap(AnswerTap newTap) {
        this.tap = newTap;
    }

    /** Runs {@code action} once {@link #status} is known and nothing has been sent. */
    public void beforeAnswer(Runnable action) {
        this.beforeAnswer = action;
    }

    /** Sends the head of an answer with a body of {@code length} bytes and returns the stream for the body. */
    public OutputStream begin(int newStatus, long length) throws IOException {
        status = newStatus;
        beforeAnswer.run();
        if (newStatus != 204 && newStatus != 304) {
            answerHeaders.put("Content-Length", String.valueOf(tap.announced(length)));
        }
        agreeOnConnection();
        tap.head(this, head());
        answer = method().equals("HEAD") ? OutputStream.nullOutputStream() : tap.body(this, connection.out(), length);
        return answer;
    }

    /** Decides whether the connection stays open, and tells the client if that is not what it expects. */
    private void agreeOnConnection() {
        last = !request.keepsAlive()
                || body.isHeldBack()
                || connection.isPlaceNeeded()
                || "close".equalsIgnoreCase(answerHeaders.get(CONNECTION));
        if (last) {
            answerHeaders.put(CONNECTION, "close");
        } else if (request.old()) {
            answerHeaders.put(CONNECTION, "keep-alive");
        }
    }

    /** Answers with the reason of a rejection, unless the answer has started; the connection is closed either way. */
    void refuse(BadRequest refusal) throws IOException {
        if (status == UNKNOWN_STATUS) {
            byte[] text = (refusal.reason() + "\n").getBytes(StandardCharsets.UTF_8);
            answerHeaders.put(CONNECTION, "close");
            answerHeaders.put("Content-Type", "text/plain; charset=utf-8");
            begin(refusal.status(), text.length).write(text);
        }
        answer.flush();
        flush();
    }

    /** Sends raw bytes, outside any answer. */
    public void send(byte[] bytes, int offset, int length) throws IOException {
        connection.out().write(bytes, offset, length);
    }

    /** Flushes the output. */
    public void flush() throws IOException {
        connection.out().flush();
    }

    /** Resets the connection; there is no answer. */
    public void abandon() throws IOException {
        beforeAnswer.run();
        reset();
    }

    /** Resets the connection. */
    public void reset() throws IOException {
        connection.reset();
    }

    /** Closes the connection after everything sent so far. */
    public void close() throws IOException {
        flush();
        connection.close();
    }

    /** Waits in real time, or until the server closes. */
    public void pause(Duration duration) throws IOException {
        connection.pause(duration);
    }

    /** Waits until the server closes or the client is gone. */
    public void stall() throws IOException {
        connection.stall();
    }

    /** Sends the last bytes and returns whether the connection can be used for another request. */
    boolean finish() throws IOException {
        boolean reusable = status != UNKNOWN_STATUS && !last;
        if (reusable) {
            body.drain();
        }
        answer.flush();
        flush();
        return reusable;
    }

    private byte[] head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + Reason.of(status) + "\r\n");
        answerHeaders.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}

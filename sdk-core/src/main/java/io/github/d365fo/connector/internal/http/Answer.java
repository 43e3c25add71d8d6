package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An answer whose headers are here and whose body is to be pulled. Not thread-safe. */
public final class Answer implements AutoCloseable {
    private static final int LARGEST_TEXT = 4 << 20;
    private static final int LARGEST_ERROR = 64 << 10;

    private final HttpResponse<PullBody> response;
    private final Stopwatch since = new Stopwatch();
    private final Duration responseTimeout;
    private final Duration stallTimeout;
    private boolean keptOpen;
    private volatile Thread reader = Thread.currentThread();

    Answer(HttpResponse<PullBody> response, Duration responseTimeout, Duration stallTimeout) {
        this.response = response;
        this.responseTimeout = responseTimeout;
        this.stallTimeout = stallTimeout;
    }

    /** Returns the HTTP status. */
    public int status() {
        return response.statusCode();
    }

    /** Returns the headers. */
    public HttpHeaders headers() {
        return response.headers();
    }

    /** Returns a header, or empty if it is missing. */
    public Optional<String> header(String name) {
        return headers().firstValue(name);
    }

    /** Returns how long the body says it is, or empty if it does not. */
    public OptionalLong length() {
        Optional<String> text = header("Content-Length").filter(value -> value.matches("\\d{1,18}"));
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.get()));
    }

    /** Returns the next bytes of the body, or null at its end; a body that stands still ends with an exception. */
    public @Nullable ByteBuffer next() throws NoAnswer, InterruptedException {
        reader = Thread.currentThread();
        return response.body().next(stallTimeout);
    }

    /** Returns the whole body as text. It must come within the response timeout, however it drips. */
    public String text() throws NoAnswer, Unreadable, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!collect(bytes, LARGEST_TEXT)) {
            throw new Unreadable("the answer is longer than " + LARGEST_TEXT + " bytes", null);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Returns the beginning of the body of a refusal; what can't be had of it is left out. */
    public String errorText() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            collect(bytes, LARGEST_ERROR);
        } catch (NoAnswer e) {
            bytes.writeBytes(" (the rest is missing)".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Leaves the body open after {@link #close()}, for a reader who closes it with {@link #closeBody()}. */
    public void keepOpen() {
        keptOpen = true;
    }

    /** Returns whether somebody reads on after the exchange. */
    public boolean isKeptOpen() {
        return keptOpen;
    }

    /** Gives the connection up unless the body came to its end. */
    public void closeBody() {
        response.body().close();
    }

    /** Gives the connection up; whoever reads, also at this moment, hears {@code why} instead of the end of the body. */
    public void abandon(String why) {
        response.body().abandon(why);
    }

    /** Returns the thread that asked last for bytes, or for the answer. */
    public Thread reader() {
        return reader;
    }

    @Override
    public void close() {
        if (!keptOpen) {
            closeBody();
        }
    }

    private boolean collect(ByteArrayOutputStream target, int limit) throws NoAnswer, InterruptedException {
        for (ByteBuffer bytes = nextInTime(); bytes != null; bytes = nextInTime()) {
            byte[] chunk = new byte[Math.min(bytes.remaining(), limit - target.size())];
            bytes.get(chunk);
            target.writeBytes(chunk);
            if (bytes.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable ByteBuffer nextInTime() throws NoAnswer, InterruptedException {
        Duration left = since.remaining(responseTimeout);
        return response.body().next(left.compareTo(stallTimeout) < 0 ? left : stallTimeout);
    }
}

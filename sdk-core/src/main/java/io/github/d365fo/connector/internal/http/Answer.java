package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.time.Stopwatch;
import io.github.d365fo.connector.internal.wire.BodyText;
import io.github.d365fo.connector.internal.wire.ContentCoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An answer whose headers are here and whose body is to be pulled. Not thread-safe. */
public final class Answer implements AutoCloseable {
    private static final int LARGEST_TEXT = 4 << 20;
    private static final int LARGEST_ERROR = 64 << 10;

    private final HttpResponse<PullBody> response;
    private final boolean early;
    private final Framing framing;
    private final Stopwatch since = new Stopwatch();
    private final Duration responseTimeout;
    private final Duration stallTimeout;
    private boolean keptOpen;
    private volatile Thread reader = Thread.currentThread();

    Answer(HttpResponse<PullBody> response, boolean early, Duration responseTimeout, Duration stallTimeout) {
        this.response = response;
        this.early = early;
        this.framing = Framing.of(response.statusCode(), response.headers());
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

    /** Returns the content type, or a blank text if it is missing. */
    public String contentType() {
        return header("Content-Type").orElse("");
    }

    /** Returns how the body is packed on its way; nothing here ever asks for it. */
    public ContentCoding coding() {
        return ContentCoding.of(headers().allValues("Content-Encoding"));
    }

    /** Returns how long the body says it is, or empty if it does not. */
    public OptionalLong length() {
        return framing.length();
    }

    /** Returns whether a body that ends too soon is noticed; one that ends with its connection may be only a part. */
    public boolean isDelimited() {
        return framing.delimited();
    }

    /**
     * Refuses a success that came before the payload had been handed over to its end: whatever it says, it says it of a
     * part. {@code named} is what it says.
     */
    public void requireWholePayload(String named) throws NoAnswer {
        if (early) {
            throw new NoAnswer(
                    "the service answered before it had the whole file, with status " + status() + named, null, true);
        }
    }

    /** Refuses a body of which it is not certain where it ends. */
    public void requireFraming() throws NoAnswer {
        if (framing.problem().isPresent()) {
            throw new NoAnswer(
                    "the answer's head makes no sense: " + framing.problem().get(), null, true);
        }
    }

    /** Returns the next bytes of the body, or null at its end; a body that stands still ends with an exception. */
    public @Nullable ByteBuffer next() throws NoAnswer, InterruptedException {
        requireFraming();
        return response.body().next(stallTimeout);
    }

    /** Returns the body as a stream, each of whose reads may take as long as a body may stand still. */
    public AnswerStream stream() {
        return new AnswerStream(this::next);
    }

    /** Returns the body of a small answer as a stream: all of it must come within the response timeout. */
    public AnswerStream streamInTime() {
        return new AnswerStream(this::nextInTime);
    }

    /** Returns what it means that the body can't be read: of one whose end is not noticed a part may be missing. */
    public ExchangeFailure unreadable(String why, @Nullable Throwable cause) {
        return isDelimited()
                ? new Unreadable(why, cause)
                : new NoAnswer(why + "; it may have been cut off", cause, true);
    }

    /** Returns the whole body as text. It must come within the response timeout, however it drips. */
    public String text() throws ExchangeFailure, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean whole = collect(bytes, LARGEST_TEXT);
        try {
            byte[] body = whole ? coding().unpack(bytes.toByteArray(), LARGEST_TEXT) : bytes.toByteArray();
            if (!whole || body.length > LARGEST_TEXT) {
                throw new Unreadable("the answer is longer than " + LARGEST_TEXT + " bytes", null);
            }
            return BodyText.of(body);
        } catch (IOException e) {
            throw cantBeUnpacked(e);
        }
    }

    /** Returns what it means that the body, packed though nobody asked for it, can't be unpacked. */
    public ExchangeFailure cantBeUnpacked(IOException e) {
        String how = coding().name().map(name -> "Content-Encoding: " + name).orElse("gzip");
        return unreadable("the answer is packed (" + how + ") and can't be unpacked: " + e.getMessage(), e);
    }

    /** Returns the beginning of the body of a refusal; what can't be had of it is left out. */
    public String errorText() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String rest = "";
        try {
            collect(bytes, LARGEST_ERROR);
        } catch (NoAnswer e) {
            rest = " (the rest is missing)";
        }
        return BodyText.of(coding().beginning(bytes.toByteArray(), LARGEST_ERROR)) + rest;
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

    /** The present thread reads, whether or not what it gets was here already. */
    public void readHere() {
        reader = Thread.currentThread();
    }

    /** Returns the thread that read last, or asked for the answer. */
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
        requireFraming();
        Duration left = since.remaining(responseTimeout);
        return response.body().next(left.compareTo(stallTimeout) < 0 ? left : stallTimeout);
    }
}

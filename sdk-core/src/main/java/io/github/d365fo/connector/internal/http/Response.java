package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.time.Stopwatch;
import io.github.d365fo.connector.internal.wire.BodyText;
import io.github.d365fo.connector.internal.wire.ContentCoding;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A response whose headers have arrived and whose body is still to be pulled. Not thread-safe. */
public final class Response implements AutoCloseable {
    private static final int USUAL_TEXT = 512;
    private static final int LARGEST_TEXT = 4 << 20;
    private static final int LARGEST_ERROR = 64 << 10;

    private final HttpResponse<PullBodySubscriber> response;
    private final boolean early;
    private final Framing framing;
    private final Stopwatch since = new Stopwatch();
    private final Duration responseTimeout;
    private final Duration stallTimeout;
    private boolean keptOpen;
    private volatile long received;
    private volatile @Nullable NoAnswer broken;
    private volatile Thread reader = Thread.currentThread();

    Response(
            HttpResponse<PullBodySubscriber> response, boolean early, Duration responseTimeout, Duration stallTimeout) {
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
        return HeaderValues.first(headers(), name);
    }

    /** Returns the content type, or a blank text if it is missing. */
    public String contentType() {
        return header("Content-Type").orElse("");
    }

    /** Returns how the body is compressed, although no request asks for that. */
    public ContentCoding coding() {
        return ContentCoding.of(headers().allValues("Content-Encoding"));
    }

    /** Returns the announced length of the body, or empty if there is none. */
    public OptionalLong length() {
        return framing.length();
    }

    /** Returns whether a truncated body is noticed; one that ends with its connection may be incomplete. */
    public boolean isDelimited() {
        return framing.delimited();
    }

    /**
     * Throws if the response came before the whole payload was sent: it is about a part of it. {@code named} describes
     * its content.
     */
    public void requireWholePayload(String named) throws NoAnswer {
        if (early) {
            throw new NoAnswer(
                    "the service answered before it had received the whole file, with status " + status() + named,
                    null,
                    true);
        }
    }

    /** Throws unless the end of the body is certain. */
    public void requireFraming() throws NoAnswer {
        if (framing.problem().isPresent()) {
            throw new NoAnswer(
                    "the head of the response is invalid: " + framing.problem().get(), null, true);
        }
    }

    /** Returns the next bytes of the body, or null at its end; throws if the body stalls. */
    public @Nullable ByteBuffer next() throws NoAnswer, InterruptedException {
        requireFraming();
        return pulled(stallTimeout);
    }

    /** Returns how many bytes of the body were pulled. */
    public long received() {
        return received;
    }

    /** Returns why the body broke off, or empty if it did not. */
    public Optional<NoAnswer> broken() {
        return Optional.ofNullable(broken);
    }

    /** Returns the body as a stream, each of whose reads may take up to the stall timeout. */
    public ResponseStream stream() {
        return new ResponseStream(this::next);
    }

    /** Returns the body of a small response as a stream: all of it must come within the response timeout. */
    public ResponseStream streamInTime() {
        return new ResponseStream(this::nextInTime);
    }

    /** Returns the failure of a body that can't be parsed: part of it may be missing if its end is not marked. */
    public ExchangeFailure unreadable(String why, @Nullable Throwable cause) {
        return isDelimited()
                ? new Unreadable(why, cause)
                : new NoAnswer(why + "; it may have been cut off", cause, true);
    }

    /** Returns the whole body as text. It must come within the response timeout, even if it trickles. */
    public String text() throws ExchangeFailure, InterruptedException {
        GatheredBytes bytes = new GatheredBytes((int) Math.min(length().orElse(USUAL_TEXT), LARGEST_ERROR));
        boolean whole = collect(bytes, LARGEST_TEXT);
        try {
            byte[] body = whole ? coding().unpack(bytes.all(), LARGEST_TEXT) : bytes.all();
            if (!whole || body.length > LARGEST_TEXT) {
                throw new Unreadable("the response is longer than " + LARGEST_TEXT + " bytes", null);
            }
            return BodyText.of(body);
        } catch (IOException e) {
            throw undecodable(e);
        }
    }

    /** Returns the failure of a compressed body, which no request asked for, that can't be decompressed. */
    public ExchangeFailure undecodable(IOException e) {
        String how = coding().name().map(name -> "Content-Encoding: " + name).orElse("gzip");
        return unreadable("the response is compressed (" + how + ") and can't be decompressed: " + e.getMessage(), e);
    }

    /** Returns the beginning of the body of an error response, as far as it can be read. */
    public String errorText() throws InterruptedException {
        GatheredBytes bytes = new GatheredBytes(USUAL_TEXT);
        String rest = "";
        try {
            collect(bytes, LARGEST_ERROR);
        } catch (NoAnswer e) {
            rest = " (the rest is missing)";
        }
        return BodyText.of(coding().beginning(bytes.all(), LARGEST_ERROR)) + rest;
    }

    /** Leaves the body open after {@link #close()}, for a reader that closes it with {@link #closeBody()}. */
    public void keepOpen() {
        keptOpen = true;
    }

    /** Returns whether the body is read after the exchange. */
    public boolean isKeptOpen() {
        return keptOpen;
    }

    /** Closes the connection unless the body has ended. */
    public void closeBody() {
        response.body().close();
    }

    /**
     * Closes the connection; a reader, even one that is reading now, gets {@code why} instead of the end of the body.
     */
    public void abandon(String why) {
        response.body().abandon(why);
    }

    /** Notes that the current thread reads, even if its bytes had arrived before. */
    public void readHere() {
        reader = Thread.currentThread();
    }

    /** Returns the thread that read last, or that sent the request. */
    public Thread reader() {
        return reader;
    }

    @Override
    public void close() {
        if (!keptOpen) {
            closeBody();
        }
    }

    private boolean collect(GatheredBytes target, int limit) throws NoAnswer, InterruptedException {
        for (ByteBuffer bytes = nextInTime(); bytes != null; bytes = nextInTime()) {
            target.add(bytes, limit);
            if (bytes.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable ByteBuffer nextInTime() throws NoAnswer, InterruptedException {
        requireFraming();
        Duration left = since.remaining(responseTimeout);
        return pulled(left.compareTo(stallTimeout) < 0 ? left : stallTimeout);
    }

    private @Nullable ByteBuffer pulled(Duration patience) throws NoAnswer, InterruptedException {
        try {
            ByteBuffer bytes = response.body().next(patience);
            if (bytes != null) {
                long before = received; // Only one thread pulls at a time.
                received = before + bytes.remaining();
            }
            return bytes;
        } catch (NoAnswer e) {
            broken = e;
            throw e;
        }
    }
}

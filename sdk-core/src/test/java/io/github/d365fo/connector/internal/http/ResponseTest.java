package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made of an answer's head and body, whatever comes. */
@Timeout(60)
class ResponseTest {
    private static final int LARGEST_TEXT = 4 << 20;
    private static final int LARGEST_ERROR = 64 << 10;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final PullBodySubscriber body = new PullBodySubscriber();
    private final Map<String, List<String>> headers = new HashMap<>();
    private Duration responseTimeout = LONG;
    private Duration stallTimeout = LONG;

    @Test
    void aSmallAnswerIsAText() throws Exception {
        come("wor", "ds");
        assertThat(answer().text()).isEqualTo("words");
    }

    @Test
    void aTextMayBeAsLongAsAllowedAndNoLonger() throws Exception {
        come("x".repeat(LARGEST_TEXT));
        assertThat(answer().text()).hasSize(LARGEST_TEXT);
        PullBodySubscriber longer = new PullBodySubscriber();
        longer.onNext(List.of(ByteBuffer.allocate(LARGEST_TEXT + 1)));
        longer.onComplete();
        assertThatThrownBy(() -> answer(longer).text())
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("longer than 4194304 bytes");
    }

    @Test
    void aPackedTextIsUnpackedWithinTheSameBounds() throws Exception {
        headers.put("Content-Encoding", List.of("gzip"));
        body.onNext(List.of(ByteBuffer.wrap(gzip("words"))));
        body.onComplete();
        assertThat(answer().text()).isEqualTo("words");
        PullBodySubscriber bomb = new PullBodySubscriber();
        bomb.onNext(List.of(ByteBuffer.wrap(gzip("x".repeat(LARGEST_TEXT + 1)))));
        bomb.onComplete();
        assertThatThrownBy(() -> answer(bomb).text())
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("longer");
    }

    @Test
    void aTextInAnUnknownEncodingMayHaveBeenCutOff() {
        headers.put("Content-Encoding", List.of("br"));
        come("packed");
        assertThatThrownBy(() -> answer().text())
                .isInstanceOf(NoAnswer.class)
                .hasMessageContaining("compressed (Content-Encoding: br) and can't be decompressed")
                .hasMessageEndingWith("; it may have been cut off");
        headers.put("Content-Length", List.of("6"));
        PullBodySubscriber whole = new PullBodySubscriber();
        whole.onNext(List.of(ByteBuffer.wrap("packed".getBytes(StandardCharsets.UTF_8))));
        whole.onComplete();
        assertThatThrownBy(() -> answer(whole).text()).isInstanceOf(Unreadable.class);
    }

    @Test
    void aRefusalIsReadAsFarAsItGoes() throws Exception {
        body.onNext(List.of(ByteBuffer.wrap("wor".getBytes(StandardCharsets.UTF_8))));
        body.onError(new IOException("reset"));
        assertThat(answer().errorText()).isEqualTo("wor (the rest is missing)");
    }

    @Test
    void ofALongRefusalTheBeginningIsEnough() throws Exception {
        come("x".repeat(LARGEST_ERROR + 1), "y");
        assertThat(answer().errorText()).isEqualTo("x".repeat(LARGEST_ERROR));
    }

    @Test
    void aTextThatDripsMustComeWithinTheResponseTimeout() {
        responseTimeout = Duration.ofMillis(10);
        body.onNext(List.of(ByteBuffer.allocate(1)));
        assertThatThrownBy(() -> answer().text()).isInstanceOf(NoAnswer.class).hasMessageContaining("stalled");
    }

    @Test
    void aBodyMayNotStandStill() {
        stallTimeout = Duration.ofMillis(10);
        assertThatThrownBy(() -> answer().next()).hasMessage("the body of the response stalled for 10 ms");
        assertThatThrownBy(() -> answer(new PullBodySubscriber()).text())
                .hasMessage("the body of the response stalled for 10 ms");
    }

    @Test
    void aHeadThatMakesNoSenseHasNoBody() {
        headers.put("Content-Length", List.of("5", "6"));
        come("words");
        assertThatThrownBy(() -> answer().next()).isInstanceOf(NoAnswer.class).hasMessageContaining("is invalid");
        assertThatThrownBy(() -> answer().text()).isInstanceOf(NoAnswer.class).hasMessageContaining("is invalid");
    }

    @Test
    void theHeadHasStatusAndHeaders() {
        headers.put("Content-Length", List.of("5"));
        headers.put("Content-Type", List.of("text/plain"));
        Response answer = answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.length()).hasValue(5);
        assertThat(answer.isDelimited()).isTrue();
        assertThat(answer.contentType()).isEqualTo("text/plain");
        assertThat(answer.header("content-length")).contains("5");
        assertThat(answer.header("etag")).isEmpty();
        headers.clear();
        assertThat(answer().contentType()).isEmpty();
        assertThat(answer().isDelimited()).isFalse();
    }

    @Test
    void closingAbandonsAnUnreadBody() {
        Response kept = answer();
        assertThat(kept.isKeptOpen()).isFalse();
        kept.keepOpen();
        assertThat(kept.isKeptOpen()).isTrue();
        kept.close();
        come("words");
        assertThat(kept.stream()).hasContent("words");
        PullBodySubscriber other = new PullBodySubscriber();
        answer(other).close();
        Taken connection = new Taken();
        other.onSubscribe(connection);
        assertThat(connection.cancelled).isTrue();
    }

    @Test
    void whoReadsAnAbandonedAnswerHearsWhy() {
        Response answer = answer();
        answer.abandon("the client was closed");
        assertThatThrownBy(answer::next).isInstanceOf(NoAnswer.class).hasMessage("the client was closed");
    }

    @Test
    void whoReadsIsKnown() throws InterruptedException {
        Response answer = answer();
        assertThat(answer.reader()).isSameAs(Thread.currentThread());
        AtomicReference<Thread> other = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            other.set(Thread.currentThread());
            answer.readHere();
        });
        reader.start();
        reader.join();
        assertThat(answer.reader()).isSameAs(other.get());
    }

    @Test
    void aStreamGivesTheBodyByteByByteAndInPieces() throws Exception {
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {(byte) 0xFF, 1, 2, 3})));
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {4, 5})));
        body.onComplete();
        ResponseStream stream = answer().streamInTime();
        assertThat(stream.read()).isEqualTo(0xFF);
        byte[] target = new byte[10];
        assertThat(stream.read(target, 1, 0)).isZero();
        assertThat(stream.read(target, 1, 2)).isEqualTo(2);
        assertThat(target).startsWith(0, 1, 2, 0);
        assertThat(stream.read(target, 0, 10)).isEqualTo(1);
        assertThat(stream.read(target, 0, 10)).isEqualTo(2);
        assertThat(target).startsWith(4, 5);
        assertThat(stream.read(target, 0, 10)).isEqualTo(-1);
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void whatBreaksAStreamOffIsItsCause() throws Exception {
        body.onError(new IOException("reset"));
        assertThatThrownBy(() -> answer().stream().read())
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(e.getCause())
                                .isInstanceOf(NoAnswer.class)
                                .isSameAs(failure(e)));
        assertThat(failure(new IOException("zip"))).hasMessage("the response can't be read: zip");
    }

    @Test
    void anInterruptBreaksAStreamOffAndStays() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> answer().stream().read())
                .isInstanceOfSatisfying(
                        InterruptedIOException.class,
                        e -> assertThatThrownBy(() -> failure(e)).isInstanceOf(InterruptedException.class));
        assertThat(Thread.interrupted()).isTrue();
    }

    private static ExchangeFailure failure(IOException e) {
        try {
            return ResponseStream.failure(e);
        } catch (InterruptedException interrupt) {
            throw ResponseTest.<RuntimeException>sneaky(interrupt);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }

    private void come(String... pieces) {
        for (String piece : pieces) {
            body.onNext(List.of(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8))));
        }
        body.onComplete();
    }

    private Response answer() {
        return answer(body);
    }

    private Response answer(PullBodySubscriber from) {
        @SuppressWarnings("unchecked")
        HttpResponse<PullBodySubscriber> response = mock(HttpResponse.class);
        when(response.statusCode()).thenReturn(200);
        when(response.headers()).thenReturn(HttpHeaders.of(headers, (name, value) -> true));
        when(response.body()).thenReturn(from);
        return new Response(response, false, responseTimeout, stallTimeout);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static final class Taken implements Subscription {
        boolean cancelled;

        @Override
        public void request(long count) {
            // Nothing comes.
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}

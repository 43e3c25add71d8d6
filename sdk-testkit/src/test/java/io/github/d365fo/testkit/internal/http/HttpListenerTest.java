package io.github.d365fo.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.LastingPort;
import io.github.d365fo.testkit.harness.RawHttp;
import io.github.d365fo.testkit.harness.RawHttp.Answer;
import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import io.github.d365fo.testkit.internal.threads.Threads;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener goes on whatever happens to one connection. */
@ExtendWith(CapturedLog.class)
class HttpListenerTest {
    private static final Limits LIMITS = Limits.of(4);
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final HttpListener.Handler NOTHING = exchange -> exchange.begin(204, 0);

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @Test
    void connectionsHaveVirtualThreadsWhereTheJdkHasThem() {
        Thread thread = Threads.create().newThread(() -> {});
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.toString().startsWith("VirtualThread"))
                .isEqualTo(Runtime.version().feature() >= 21);
    }

    @Test
    void thePortIsFreeOnceItIsClosed() {
        int port = LastingPort.find();
        for (int i = 0; i < 200; i++) {
            try (HttpListener listener = new HttpListener(List.of(Door.onLoopback(port, Door.Speech.PLAIN)), LIMITS)) {
                listener.start(NOTHING);
                assertThat(port(listener)).isEqualTo(port);
            }
        }
    }

    static Stream<Arguments> throwables() {
        return Stream.<Supplier<Throwable>>of(
                        () -> new OutOfMemoryError("unable to create native thread"),
                        () -> new StackOverflowError("made up"),
                        () -> new AssertionError("made up"),
                        () -> new LinkageError("made up"),
                        () -> new IllegalStateException("made up"),
                        () -> new IOException("made up"))
                .map(made -> Arguments.of(made.get().getClass().getSimpleName(), made));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("throwables")
    void whatAHandlerThrowsEndsItsConnectionAlone(String name, Supplier<Throwable> failure) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (HttpListener listener = started(LIMITS, Threads.create(), exchange -> {
            if (calls.getAndIncrement() < 20) {
                HttpListenerTest.<RuntimeException>sneak(failure.get());
            }
            exchange.begin(204, 0);
        })) {
            for (int i = 0; i < 20; i++) {
                try (RawHttp http = connect(listener)) {
                    assertThat(http.send(GET).answers()).isEmpty();
                }
            }
            assertAnswers(listener);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("throwables")
    void aThreadThatCanNotBeStartedIsTriedAgain(String name, Supplier<Throwable> failure) throws Exception {
        AtomicInteger failures = new AtomicInteger(5);
        ThreadFactory threads = task -> {
            if (failures.getAndDecrement() > 0) {
                HttpListenerTest.<RuntimeException>sneak(failure.get());
            }
            return Threads.daemon(task);
        };
        try (HttpListener listener = started(LIMITS, threads, NOTHING)) {
            assertAnswers(listener);
            assertThat(failures).hasNegativeValue();
            assertThat(complaints)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("fake connector server: no thread could be started")
                            .contains(name));
            failures.set(3);
            assertAnswers(listener);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // What a factory returns that is out of threads.
    void aFactoryMayHaveNoThreadAtAll() throws Exception {
        AtomicInteger failures = new AtomicInteger(5);
        try (HttpListener listener =
                started(LIMITS, task -> failures.getAndDecrement() > 0 ? null : Threads.daemon(task), NOTHING)) {
            assertAnswers(listener);
        }
    }

    @Test
    void aListenerWithoutAThreadStillCloses() throws Exception {
        CountDownLatch tried = new CountDownLatch(3);
        ThreadFactory none = task -> {
            tried.countDown();
            throw new OutOfMemoryError("unable to create native thread");
        };
        try (HttpListener listener = started(LIMITS, none, NOTHING);
                RawHttp http = connect(listener)) {
            assertThat(tried.await(60, TimeUnit.SECONDS)).isTrue();
            listener.close();
            assertThat(http.answers()).isEmpty();
        }
    }

    @Test
    void oneConnectionMoreThanAllowedWaitsUntilAnotherEnds() throws Exception {
        Semaphore go = new Semaphore(0);
        CountDownLatch busy = new CountDownLatch(4);
        try (HttpListener listener = started(LIMITS, Threads.create(), exchange -> {
            busy.countDown();
            go.acquireUninterruptibly();
            exchange.begin(204, 0);
        })) {
            List<RawHttp> open = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                open.add(connect(listener).send(GET));
            }
            assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
            RawHttp late = connect(listener).send(GET);
            go.release(5);
            // Each answer is the last of its connection while another one waits, or soon makes room as it stands idle.
            assertThat(late.answer().orElseThrow().status()).isEqualTo(204);
            for (RawHttp http : open) {
                assertThat(http.answer().orElseThrow().status()).isEqualTo(204);
                http.close();
            }
            late.close();
        }
    }

    @Test
    void whileOthersWaitEachAnswerIsTheLastOfItsConnection() throws Exception {
        try (HttpListener listener = started(Limits.of(1), Threads.create(), NOTHING);
                RawHttp first = connect(listener)) {
            assertThat(first.send(GET).answer().orElseThrow().header("Connection"))
                    .isEmpty();
            try (RawHttp second = connect(listener).send(GET)) {
                Answer answer = second.answer().orElseThrow();
                assertThat(answer.status()).isEqualTo(204);
                // The first one stood idle and had to make room.
                assertThat(first.answer()).isEmpty();
            }
            assertAnswers(listener);
        }
    }

    @Test
    void connectionsThatNeverEndMakeRoomOneAfterTheOther() throws Exception {
        try (HttpListener listener = started(LIMITS, Threads.create(), NOTHING)) {
            List<RawHttp> open = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                RawHttp http = connect(listener).send(i % 2 == 0 ? GET : "");
                if (i % 2 == 0) {
                    assertThat(http.answer()).isPresent();
                }
                open.add(http);
            }
            assertAnswers(listener);
            for (RawHttp http : open) {
                http.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\nHost: localhost\r\nName: x"})
    void headsThatDoNotEndMakeRoomToo(String start) throws Exception {
        try (HttpListener listener =
                started(new Limits(4, 1 << 16, Duration.ofSeconds(30)), Threads.create(), NOTHING)) {
            List<RawHttp> open = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                open.add(connect(listener).send(start));
            }
            assertAnswers(listener);
            for (RawHttp http : open) {
                http.close();
            }
        }
    }

    @Test
    void handshakesThatDoNotEndMakeRoomToo() throws Exception {
        SSLContext context = CertificateAuthority.get().context(List.of("127.0.0.1"));
        Door door = Door.onLoopback(0, Door.Speech.TLS);
        try (HttpListener listener = new HttpListener(List.of(door), new Limits(2, 1 << 16, Duration.ofSeconds(60)))) {
            listener.encryptWith(() -> context);
            listener.start(NOTHING);
            try (Socket one = new Socket("127.0.0.1", port(listener));
                    Socket other = new Socket("127.0.0.1", port(listener));
                    Socket late = context.getSocketFactory().createSocket("127.0.0.1", port(listener))) {
                late.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                byte[] status = late.getInputStream().readNBytes("HTTP/1.1 204".length());
                assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 204");
                assertThat(isClosed(one)).isNotEqualTo(isClosed(other));
            }
        }
    }

    /** The end of a connection has come before an answer that was sent after it. */
    private static boolean isClosed(Socket client) throws IOException {
        client.setSoTimeout(1);
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** As if the system had no descriptor left: whoever stands idle makes room although there are places. */
    @Test
    void whenThereIsNoThreadIdleConnectionsMakeRoom() throws Exception {
        Semaphore threads = new Semaphore(3);
        ThreadFactory few = task -> {
            if (!threads.tryAcquire()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return Threads.daemon(() -> {
                task.run();
                threads.release();
            });
        };
        try (HttpListener listener = started(Limits.of(100), few, NOTHING)) {
            List<RawHttp> open = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                RawHttp http = connect(listener).send(i % 2 == 0 ? GET : "");
                if (i % 2 == 0) {
                    assertThat(http.answer()).isPresent();
                }
                open.add(http);
            }
            assertAnswers(listener);
            assertThat(complaints).isNotEmpty();
            for (RawHttp http : open) {
                http.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nName: x", "\r\n"})
    void aHeadThatDoesNotEndIsAnsweredInTheEnd(String start) throws Exception {
        try (HttpListener listener = started(new Limits(4, 1 << 16, Duration.ofMillis(50)), Threads.create(), NOTHING);
                RawHttp http = connect(listener)) {
            List<Answer> answers = http.send(start).answers();
            assertThat(answers).extracting(Answer::status).containsExactly(408);
            assertThat(answers.get(0).header("Connection")).contains("close");
        }
    }

    @Test
    void aHeadThatComesByteByByteDoesNotGetMoreTime() throws Exception {
        try (HttpListener listener =
                        started(new Limits(4, 1 << 30, Duration.ofMillis(200)), Threads.create(), NOTHING);
                RawHttp http = connect(listener)) {
            http.send("GET / HTTP/1.1\r\nName: ");
            CountDownLatch answered = new CountDownLatch(1);
            Thread drip = Threads.daemon(() -> {
                try {
                    while (answered.getCount() > 0) {
                        http.send("x");
                    }
                } catch (IOException e) {
                    // The server hung up, as it said it would.
                    answered.countDown();
                }
            });
            drip.start();
            assertThat(http.answer().orElseThrow().status()).isEqualTo(408);
            answered.countDown();
            drip.join();
        }
    }

    @Test
    void idleConnectionsAndSlowBodiesAreKept() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (HttpListener listener =
                        started(new Limits(4, 1 << 16, Duration.ofMillis(20)), Threads.create(), exchange -> {
                            over.countDown();
                            exchange.drain();
                            exchange.begin(204, 0);
                        });
                RawHttp http = connect(listener);
                RawHttp other = connect(listener)) {
            http.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\na");
            assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
            // Longer than a head may take: another one runs out of its time meanwhile.
            assertThat(other.send("G").answer().orElseThrow().status()).isEqualTo(408);
            assertThat(http.send("b").answer().orElseThrow().status()).isEqualTo(204);
            assertThat(http.send(GET).answer().orElseThrow().status()).isEqualTo(204);
        }
    }

    @Test
    void aSilenceEndsWhenTheClientIsGone() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (HttpListener listener = started(Limits.of(1), Threads.create(), exchange -> {
            try {
                if (exchange.rawPath().equals("/silent")) {
                    exchange.stall();
                }
            } finally {
                over.countDown();
            }
            exchange.begin(204, 0);
        })) {
            connect(listener).send(GET.replace("/ ", "/silent ")).close();
            assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
            assertAnswers(listener);
        }
    }

    private static void assertAnswers(HttpListener listener) throws IOException {
        try (RawHttp http = connect(listener)) {
            assertThat(http.send(GET).answer().orElseThrow().status()).isEqualTo(204);
        }
    }

    private HttpListener started(Limits limits, ThreadFactory threads, HttpListener.Handler handler) {
        HttpListener listener = new HttpListener(
                List.of(Door.onLoopback(0, Door.Speech.PLAIN)), limits, threads, new Complaints(complaints::add));
        listener.start(handler);
        return listener;
    }

    private static int port(HttpListener listener) {
        return listener.doors().get(0).port();
    }

    private static RawHttp connect(HttpListener listener) throws IOException {
        return new RawHttp(URI.create("http://127.0.0.1:" + port(listener)));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Throws whatever it is, declared or not.
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}

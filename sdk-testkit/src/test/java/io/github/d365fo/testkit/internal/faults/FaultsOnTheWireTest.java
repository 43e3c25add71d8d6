package io.github.d365fo.testkit.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.Fault.RetryAfter;
import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault as it looks on a raw socket: what a client makes of it is another matter. */
class FaultsOnTheWireTest {
    private static final int LENGTH = 1000;
    private static final int PATIENCE = 120_000;
    private static final int SILENCE = 300;

    private final FakeConnectorServer server = FakeConnectorServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(new Fault.Status(418), "418", "<h1>418</h1>"),
                Arguments.of(new Fault.Throttled(RetryAfter.seconds(17)), "429", "Retry-After: 17"),
                Arguments.of(
                        new Fault.Throttled(RetryAfter.date(Duration.ofSeconds(30))),
                        "429",
                        "Retry-After: Mon, 05 Jan 2026 08:00:30 GMT"),
                Arguments.of(new Fault.Unavailable(RetryAfter.seconds(1)), "503", "Retry-After: 1"),
                Arguments.of(new Fault.BadGateway(), "502", "<html>"),
                Arguments.of(new Fault.ServerError(), "500", "An error has occurred."),
                Arguments.of(new Fault.Unauthorized(), "401", "Authentication failed."),
                Arguments.of(new Fault.Forbidden(), "403", "Forbidden"),
                Arguments.of(new Fault.ActionFailed("no such project"), "400", "\"innererror\":{\"message\":\"no such"),
                Arguments.of(new Fault.HtmlPage(), "200", "Sign in"),
                Arguments.of(new Fault.LoginRedirect(), "302", "Location: https://login.microsoftonline.com/"),
                Arguments.of(new Fault.BrokenJson(), "200", "{\"CorrelationId\":\"5acd"),
                Arguments.of(new Fault.EmptyAnswer(), "200", "Content-Length: 0"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerInsteadOfTheServices(Fault fault, String status, String text) throws Exception {
        server.exportJob().publish(content());
        server.faults().on(Operation.DEQUEUE).inject(fault);
        Exchange exchange = send("GET", dequeue(), "");
        assertThat(exchange.text).startsWith("HTTP/1.1 " + status + " ").contains(text);
        assertThat(lastRequest().fault()).contains(fault);
        assertThat(lastRequest().status()).isEqualTo(Integer.parseInt(status));
        assertThat(send("GET", dequeue(), "").text).contains("PopReceipt").contains("LastDequeueDateTime\":null");
    }

    @Test
    void noRetryAfterMeansNoHeader() throws Exception {
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(RetryAfter.none()));
        assertThat(send("GET", dequeue(), "").text).contains("429").doesNotContain("Retry-After");
    }

    @Test
    void aDelayIsOfTheServersClock() throws Exception {
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Delay(Duration.ofMinutes(3)));
        assertThat(send("GET", dequeue(), "").text).startsWith("HTTP/1.1 204");
        assertThat(server.clock().instant()).isEqualTo("2026-01-05T08:03:00Z");
        server.exportJob().publish(content());
        server.faults().on(Operation.DOWNLOAD).inject(new Fault.DelayInBody(Duration.ofMinutes(2), 10));
        assertThat(send("GET", download(), "").body).isEqualTo(content());
        assertThat(server.clock().instant()).isEqualTo("2026-01-05T08:05:00Z");
    }

    @Test
    void silenceLastsInRealTime() throws Exception {
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Stall());
        try (Socket socket = ask("GET", dequeue(), "")) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> lastRequest().fault().isPresent());
            assertSilent(socket);
            assertThat(lastRequest().fault()).contains(new Fault.Stall());
        }
        server.exportJob().publish(content());
        server.faults().on(Operation.DOWNLOAD).inject(new Fault.StallInBody(300));
        try (Socket socket = ask("GET", download(), "")) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            assertThat(socket.getInputStream().readNBytes(300)).hasSize(300);
            assertSilent(socket);
        }
    }

    /** Whatever was to come has come by now. */
    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aDripIsWholeInTheEnd() throws Exception {
        Exchange drip = download(new Fault.Drip(100, Duration.ofMillis(1)));
        assertThat(drip.body).isEqualTo(content());
        assertThat(drip.end).isNull();
    }

    @Test
    void aConnectionIsResetAtEveryPlace() throws Exception {
        String enqueue = "/api/connector/enqueue/" + server.importJob().activityId() + "?entity=x";
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetBeforeReading());
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        Exchange before = send("POST", enqueue, "x".repeat(LENGTH));
        assertThat(before.end).isInstanceOf(SocketException.class);
        assertThat(server.importJob().enqueued()).isEmpty();
        assertThat(lastRequest().status()).isZero();
        Exchange after = send("POST", enqueue, "x".repeat(LENGTH));
        assertThat(after.end).isInstanceOf(SocketException.class);
        assertThat(after.text).isEmpty();
        assertThat(server.importJob().enqueued()).hasSize(1);
        assertThat(lastRequest().status()).isEqualTo(200);
    }

    @Test
    void anAnswerIsResetInItsHeadersAndInItsBody() throws Exception {
        Exchange head = download(new Fault.ResetInHeaders());
        assertThat(head.text).startsWith("HTTP/1.1 200").doesNotContain("\r\n\r\n");
        assertThat(head.end).isInstanceOf(SocketException.class);
        Exchange body = download(new Fault.ResetInBody(0));
        assertThat(body.end).isInstanceOf(SocketException.class);
        server.faults().on(Operation.DEQUEUE).inject(new Fault.ResetInBody(10));
        assertThat(send("GET", dequeue(), "").end).isInstanceOf(SocketException.class);
    }

    @Test
    void lengthsAndBytesAreWrong() throws Exception {
        Exchange cut = download(new Fault.Truncated(400));
        assertThat(cut.body).hasSize(400);
        assertThat(cut.text).contains("Content-Length: " + LENGTH);
        Exchange whole = download(new Fault.Truncated(Long.MAX_VALUE));
        assertThat(whole.body).hasSize(LENGTH - 1);
        Exchange more = download(new Fault.WrongLength(5));
        assertThat(more.text).contains("Content-Length: 1005");
        assertThat(more.body).hasSize(LENGTH);
        Exchange less = download(new Fault.WrongLength(-5));
        assertThat(less.text).contains("Content-Length: 995");
        Exchange changed = download(new Fault.Corrupted());
        assertThat(changed.body).hasSize(LENGTH).isNotEqualTo(content());
        assertThat(download(new Fault.GatewayTimeout()).text)
                .startsWith("HTTP/1.1 504 ")
                .endsWith("</html>");
        assertThat(download(new Fault.Garbage()).text).startsWith("*** this is no HTTP ***");
        Exchange nothing = download(new Fault.NoAnswer());
        assertThat(nothing.text).isEmpty();
        assertThat(nothing.end).isNull();
    }

    @Test
    void aServersClockCanBeWrong() throws Exception {
        assertThat(send("GET", dequeue(), "").text).contains("Date: Mon, 05 Jan 2026 08:00:00 GMT");
        server.faults().on(Operation.DEQUEUE).inject(new Fault.ClockSkew(Duration.ofMinutes(-10)));
        assertThat(send("GET", dequeue(), "").text)
                .startsWith("HTTP/1.1 204")
                .contains("Date: Mon, 05 Jan 2026 07:50:00 GMT");
        server.faults().on(Operation.DEQUEUE).inject(new Fault.ClockSkew(Duration.ofHours(2)));
        assertThat(send("GET", dequeue(), "").text).startsWith("HTTP/1.1 401");
    }

    @Test
    void messagesAreDeliveredTwiceAndOutOfOrder() throws Exception {
        server.exportJob().publish(content());
        server.exportJob().publish(content());
        server.faults().on(Operation.DEQUEUE).inject(new Fault.DuplicateDelivery());
        server.faults().on(Operation.DEQUEUE).inject(new Fault.OutOfOrder());
        String first = correlation(send("GET", dequeue(), ""));
        String youngest = correlation(send("GET", dequeue(), ""));
        String again = correlation(send("GET", dequeue(), ""));
        assertThat(again).isEqualTo(first).isNotEqualTo(youngest);
        assertThat(server.exportJob().redelivered()).isOne();
    }

    @Test
    void acknowledgementsGetLost() throws Exception {
        server.exportJob().publish(content());
        server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.LostAcknowledgement());
        server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.ExpiredReceipt());
        String message = json(send("GET", dequeue(), ""));
        assertThat(send("POST", ack(), message).text).startsWith("HTTP/1.1 200");
        assertThat(server.exportJob().pending()).isOne();
        server.clock().advance(Duration.ofMinutes(30));
        String again = json(send("GET", dequeue(), ""));
        assertThat(send("POST", ack(), again).text).startsWith("HTTP/1.1 500");
        String last = json(send("GET", dequeue(), ""));
        assertThat(send("POST", ack(), last).text).startsWith("HTTP/1.1 200");
        assertThat(server.exportJob().pending()).isZero();
    }

    @Test
    void filesAreMissing() throws Exception {
        server.exportJob().publish(content());
        server.exportJob().publish(content());
        server.faults().on(Operation.DEQUEUE).inject(new Fault.NoFile("the upload failed"));
        assertThat(send("GET", dequeue(), "").text)
                .contains("\"DownloadLocation\":null")
                .contains("\"IsDownLoadFileExist\":false")
                .contains("the upload failed");
        server.faults().on(Operation.DOWNLOAD).inject(new Fault.BlobGone());
        String location = download();
        assertThat(send("GET", location, "").text).startsWith("HTTP/1.1 500");
        assertThat(send("GET", location, "").text).startsWith("HTTP/1.1 500");
    }

    @Test
    void everyFaultHasItsEffect() {
        Injector injector = new Injector(server.clock());
        assertThat(Fault.class.getPermittedSubclasses())
                .hasSizeGreaterThanOrEqualTo(25)
                .allMatch(kind -> injector.knows(kind) || kind == Fault.TlsFailure.class);
    }

    @Test
    void faultsThatCanNotBeAreRefused() {
        assertThatThrownBy(() -> new Fault.Status(199)).hasMessageContaining("199");
        assertThatThrownBy(() -> new Fault.Drip(0, Duration.ZERO)).hasMessageContaining("0");
    }

    private Exchange download(Fault fault) throws Exception {
        server.exportJob().publish(content());
        server.faults().on(Operation.DOWNLOAD).inject(fault);
        return send("GET", download(), "");
    }

    /** Takes the next message and returns where its file is. */
    private String download() throws Exception {
        String location = JsonFields.texts(json(send("GET", dequeue(), ""))).get("DownloadLocation");
        return location.substring(server.environment().toString().length());
    }

    private static String correlation(Exchange exchange) throws IOException {
        return JsonFields.texts(json(exchange)).get("CorrelationId");
    }

    private static String json(Exchange exchange) {
        return new String(exchange.body, StandardCharsets.UTF_8);
    }

    private String dequeue() {
        return "/api/connector/dequeue/" + server.exportJob().activityId();
    }

    private String ack() {
        return "/api/connector/ack/" + server.exportJob().activityId();
    }

    private RecordedRequest lastRequest() {
        return server.requests().get(server.requests().size() - 1);
    }

    /** What came, and how it ended: with an exception, or in good order. */
    private record Exchange(String text, byte[] body, Exception end) {}

    private Exchange send(String method, String target, String body) throws Exception {
        try (Socket socket = ask(method, target, body)) {
            return read(socket.getInputStream());
        }
    }

    private Socket ask(String method, String target, String body) throws Exception {
        String token = server.tokenProvider()
                .token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .get()
                .value();
        Socket socket = new Socket("127.0.0.1", server.environment().getPort());
        socket.setSoTimeout(PATIENCE);
        String request = method + " " + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static Exchange read(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Exception end = null;
        try {
            for (int b = in.read(); b != -1; b = in.read()) {
                all.write(b);
            }
        } catch (IOException e) {
            end = e;
        }
        String text = all.toString(StandardCharsets.ISO_8859_1);
        int split = text.indexOf("\r\n\r\n");
        byte[] body = split < 0 ? new byte[0] : text.substring(split + 4).getBytes(StandardCharsets.ISO_8859_1);
        return new Exchange(text, body, end);
    }

    private static byte[] content() {
        return "PK".repeat(LENGTH / 2).getBytes(StandardCharsets.US_ASCII);
    }
}

package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.internal.journal.RetryTimes;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Every assertion holds where it should, and does not where it should not. */
class JournalAssertTest {
    private final FakeConnectorServer server = FakeConnectorServer.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token = PlainHttp.token(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void oneFileForOneCompany() throws Exception {
        fails(v -> v.enqueuedOnceFor("usmf"), "but 0 were");
        enqueue("?entity=x&company=usmf", "a");
        server.verify().enqueuedOnceFor("usmf");
        fails(v -> v.enqueuedOnceFor("demf"), "company demf");
        enqueue("?entity=x&company=usmf", "b");
        fails(v -> v.enqueuedOnceFor("usmf"), "but 2 were");
    }

    @Test
    void aServerThatRunsForDaysRemembersItsLastRequests() throws Exception {
        try (FakeConnectorServer small =
                FakeConnectorServer.builder().journalSize(2).start()) {
            for (int i = 0; i < 3; i++) {
                http.send(
                        HttpRequest.newBuilder(small.environment().resolve("/" + i))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                assertThat(small.requests().get(Math.min(i, 1)).number()).isEqualTo(i + 1);
            }
            assertThat(small.requests()).extracting(RecordedRequest::path).containsExactly("/1", "/2");
            assertThat(small.verify().timeline()).contains("/2");
            assertThatThrownBy(() -> small.verify().noSecretSeen())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("journal: expected all requests, but the first 1 are no longer kept");
            small.reset();
            small.verify().noSecretSeen();
        }
        assertThatThrownBy(() -> FakeConnectorServer.builder().journalSize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("journalSize: expected at least 1, but got 0");
    }

    @Test
    void aJournalThatNobodySizedHasABoundAndSaysWhenItWasPassed() throws Exception {
        int kept = 20_000;
        String request = "GET /x HTTP/1.1\r\nHost: fake\r\n";
        try (FakeConnectorServer busy = FakeConnectorServer.start()) {
            answer(busy, (request + "\r\n").repeat(kept - 1) + request + "Connection: close\r\n\r\n");
            assertThat(busy.requests()).hasSize(kept);
            busy.verify().noSecretSeen();
            answer(busy, request + "Connection: close\r\n\r\n");
            String told = "journal: expected all requests, but the first 1 are no longer kept; see "
                    + "FakeConnectorServer.Builder.journalSize";
            assertThatThrownBy(busy::requests)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(told);
            assertThatThrownBy(() -> busy.verify().noSecretSeen())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(told);
            assertThat(busy.verify().timeline())
                    .startsWith("(the first 1 requests are no longer kept)\n")
                    .hasLineCount(kept + 1);
        }
    }

    /** Sends requests one after another and reads all answers. */
    private static void answer(FakeConnectorServer server, String requests) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.environment().getPort())) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            sent.join();
        }
    }

    @Test
    void noFileTwice() throws Exception {
        enqueue("?entity=x&company=usmf", "a");
        enqueue("?entity=x&company=demf", "a");
        enqueue("?entity=y&company=usmf", "a");
        server.verify().noImportSentTwice();
        enqueue("?entity=x&company=usmf", "a");
        fails(JournalAssert::noImportSentTwice, "but 1 were");
    }

    @Test
    void theWholeWayOfAMessage() throws Exception {
        server.verify().nothingUnacknowledged();
        server.exportJob().publish(new byte[] {'P', 'K'});
        fails(JournalAssert::nothingUnacknowledged, "but 1 are not");
        get("dequeue");
        server.clock().advance(Duration.ofMinutes(30));
        server.verify().noMessageDeliveredTwice();
        String message = get("dequeue").body();
        fails(JournalAssert::noMessageDeliveredTwice, "but 1 were not");
        send("POST", "/api/connector/ack/" + server.exportJob().activityId(), message);
        server.verify().nothingUnacknowledged();
        fails(JournalAssert::noUnreadMessageAcknowledged, "but 1 were not");
    }

    @Test
    void aMessageThatIsReadMayBeAcknowledged() throws Exception {
        server.exportJob().publish(new byte[] {'P', 'K'});
        String message = get("dequeue").body();
        String location = JsonFields.texts(message).get("DownloadLocation");
        send("GET", location.substring(server.environment().toString().length()), "");
        send("POST", "/api/connector/ack/" + server.exportJob().activityId(), message);
        server.verify().noUnreadMessageAcknowledged().nothingUnacknowledged();
    }

    /** The package can still be had, but whoever had died in between would have lost it. */
    @Test
    void aMessageThatIsReadTooLateIsUnread() throws Exception {
        server.exportJob().publish(new byte[] {'P', 'K'});
        String message = get("dequeue").body();
        send("POST", "/api/connector/ack/" + server.exportJob().activityId(), message);
        String location = JsonFields.texts(message).get("DownloadLocation");
        assertThat(send(
                                "GET",
                                location.substring(
                                        server.environment().toString().length()),
                                "")
                        .statusCode())
                .isEqualTo(200);
        fails(JournalAssert::noUnreadMessageAcknowledged, "but 1 were not");
        assertThat(server.exportJob().acknowledgedUnread()).isOne();
    }

    @Test
    void aMessageWithoutAFileNeedsNoReading() throws Exception {
        server.exportJob().publishWithoutFile("nothing changed");
        send(
                "POST",
                "/api/connector/ack/" + server.exportJob().activityId(),
                get("dequeue").body());
        server.verify().noUnreadMessageAcknowledged().nothingUnacknowledged();
    }

    @Test
    void requestsAreCounted() throws Exception {
        get("dequeue");
        server.verify().requests(Operation.DEQUEUE, 1).atMostAtOnce(1);
        fails(v -> v.requests(Operation.DEQUEUE, 2), "expected 2 requests of DEQUEUE, but 1 came");
        server.clock().autoAdvance(false);
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Delay(Duration.ofSeconds(1)));
        CompletableFuture<HttpResponse<String>> first = http.sendAsync(request("dequeue"), BodyHandlers.ofString());
        await().atMost(Duration.ofMinutes(2)).until(() -> server.clock().waiting() == 1);
        get("dequeue");
        server.clock().advance(Duration.ofSeconds(1));
        assertThat(first.join().statusCode()).isEqualTo(204);
        server.verify().atMostAtOnce(2);
        fails(v -> v.atMostAtOnce(1), "but there were 2");
    }

    @Test
    void retryAfterBinds() throws Exception {
        server.faults()
                .on(Operation.DEQUEUE)
                .inject(new Fault.Throttled(Fault.RetryAfter.date(Duration.ofSeconds(10))));
        get("dequeue");
        server.clock().advance(Duration.ofSeconds(10));
        get("dequeue");
        server.verify().retryAfterHonoured();
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(10)));
        get("dequeue");
        server.clock().advance(Duration.ofSeconds(9));
        server.tokenProvider()
                .token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join();
        server.verify().retryAfterHonoured();
        get("dequeue");
        fails(JournalAssert::retryAfterHonoured, "expected no request before 2026-01-05T08:00:20Z");
    }

    @Test
    void anInvalidRetryAfterIsIgnored() throws Exception {
        assertThat(RetryTimes.of("soon", server.clock().instant())).isEmpty();
        assertThat(RetryTimes.of("3", server.clock().instant()))
                .contains(server.clock().instant().plusSeconds(3));
    }

    @Test
    void secretsStayWhereTheyBelong() throws Exception {
        get("dequeue");
        server.verify().noSecretSeen().noSecretIn("a harmless line");
        fails(v -> v.noSecretIn("Bearer " + token), "expected no secret in the text");
        fails(v -> v.noSecretIn(server.clientSecret()), "expected no secret in the text");
        send("GET", "/api/connector/dequeue/" + server.exportJob().activityId() + "?access_token=" + token, "");
        fails(JournalAssert::noSecretSeen, "query parameter access_token");
        assertThat(server.requests().toString()).doesNotContain(token);
    }

    @Test
    void noSecretGoesIntoAHeaderOrAPath() throws Exception {
        http.send(
                HttpRequest.newBuilder(server.environment().resolve("/x/" + server.clientSecret()))
                        .header("X-Debug", server.clientSecret())
                        .build(),
                BodyHandlers.discarding());
        fails(JournalAssert::noSecretSeen, "[path, header x-debug]");
        HttpRequest withToken = HttpRequest.newBuilder(server.tokenEndpoint())
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody())
                .build();
        http.send(withToken, BodyHandlers.discarding());
        fails(JournalAssert::noSecretSeen, "header authorization");
    }

    @Test
    void bodiesAreReadToTheirEnd() throws Exception {
        server.exportJob().publishGiant(50_000_000);
        String location = JsonFields.texts(get("dequeue").body()).get("DownloadLocation");
        HttpRequest download = HttpRequest.newBuilder(URI.create(location))
                .header("Authorization", "Bearer " + token)
                .build();
        try (InputStream body =
                http.send(download, BodyHandlers.ofInputStream()).body()) {
            assertThat(body.read()).isEqualTo('P');
            fails(JournalAssert::noBodyLeftOpen, "but 1 were not");
            body.transferTo(OutputStream.nullOutputStream());
        }
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> server.verify().noBodyLeftOpen());
    }

    @RepeatedTest(20)
    void whoHasReadAnAnswerFindsItInTheJournal() throws Exception {
        server.exportJob().publish(new byte[300_000]);
        String message = get("dequeue").body();
        String location = JsonFields.texts(message).get("DownloadLocation");
        send("GET", location.substring(server.environment().toString().length()), "");
        server.verify().noBodyLeftOpen().requests(Operation.DOWNLOAD, 1);
        send("POST", "/api/connector/ack/" + server.exportJob().activityId(), message);
        server.verify().noUnreadMessageAcknowledged().atMostAtOnce(1);
    }

    @Test
    void aFailureShowsTheRequests() throws Exception {
        server.faults().on(Operation.DEQUEUE).inject(new Fault.BadGateway());
        get("dequeue");
        fails(
                v -> v.requests(Operation.DEQUEUE, 7),
                "2026-01-05T08:00:00Z  DEQUEUE  GET /api/connector/dequeue/"
                        + server.exportJob().activityId() + "  0 bytes -> 502  [BadGateway[]]");
        assertThat(server.verify().timeline()).hasLineCount(2).doesNotContain(token);
    }

    private void fails(Consumer<JournalAssert> assertion, String message) {
        ThrowingCallable call = () -> assertion.accept(server.verify());
        assertThatThrownBy(call).isInstanceOf(AssertionError.class).hasMessageContaining(message);
    }

    private HttpResponse<String> enqueue(String query, String body) throws Exception {
        return send("POST", "/api/connector/enqueue/" + server.importJob().activityId() + query, body);
    }

    private HttpResponse<String> get(String verb) throws Exception {
        return http.send(request(verb), BodyHandlers.ofString());
    }

    private HttpRequest request(String verb) {
        return HttpRequest.newBuilder(server.environment()
                        .resolve("/api/connector/" + verb + "/"
                                + server.exportJob().activityId()))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.environment().resolve(path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}

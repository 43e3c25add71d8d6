package io.github.d365fo.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.harness.RawHttp;
import io.github.d365fo.testkit.harness.RawHttp.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP/1.1 allows a client to do, and what the fake answers then, over raw sockets. */
class HttpConversationTest {
    private static final String IMPORTS = "f0bc1d4c-2b0c-4a4e-9d4e-000000000006";
    private static final String EXPORTS = "f0bc1d4c-2b0c-4a4e-9d4e-000000000007";
    private static final String ENQUEUE = "/api/connector/enqueue/" + IMPORTS + "?entity=x";
    private static final String DEQUEUE = "/api/connector/dequeue/" + EXPORTS;
    private static final String HOST = "Host: localhost\r\n";

    private final FakeConnectorServer server =
            FakeConnectorServer.builder().largestFile(1_000).start();
    private final String bearer = PlainHttp.token(server);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close\r\n",
                "Connection: Close\r\n",
                "Connection: close, TE\r\n",
                "Connection: TE,close\r\n",
                "Connection: TE\r\nConnection: x, CLOSE\r\n",
            })
    void aClientThatWantsToCloseIsTakenAtItsWord(String fields) throws Exception {
        try (RawHttp http = new RawHttp(server.environment())) {
            List<Answer> answers = http.send(
                            "GET / HTTP/1.1\r\n" + HOST + fields + "\r\n" + "GET /second HTTP/1.1\r\n" + HOST + "\r\n")
                    .answers();
            assertThat(answers).hasSize(1);
            assertThat(answers.get(0).header("Connection")).contains("close");
        }
        assertThat(server.requests()).hasSize(2); // the token, and one
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: TE\r\n", "Connection: closed\r\n", "Connection: keep-alive\r\n"})
    void otherConnectionsGoOn(String fields) throws Exception {
        try (RawHttp http = new RawHttp(server.environment())) {
            String request = "GET / HTTP/1.1\r\n" + HOST + fields + "\r\n";
            for (int i = 0; i < 3; i++) {
                assertThat(http.send(request).answer().orElseThrow().header("Connection"))
                        .isEmpty();
            }
        }
    }

    @Test
    void oldClientsAreClosedUnlessTheyAskToGoOn() throws Exception {
        try (RawHttp http = new RawHttp(server.environment())) {
            List<Answer> answers =
                    http.send("GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n").answers();
            assertThat(answers).hasSize(1);
            assertThat(answers.get(0).header("Connection")).contains("close");
        }
        try (RawHttp http = new RawHttp(server.environment())) {
            String goesOn = "POST / HTTP/1.0\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nab";
            List<Answer> answers =
                    http.send(goesOn + goesOn + "GET / HTTP/1.0\r\n\r\n").answers();
            assertThat(answers).hasSize(3);
            assertThat(answers.get(1).header("Connection")).contains("keep-alive");
        }
    }

    @Test
    void requestsMayComeAllAtOnceAndAfterAnEmptyLine() throws Exception {
        try (RawHttp http = new RawHttp(server.environment())) {
            String post = "POST " + ENQUEUE + " HTTP/1.1\r\n" + authorized();
            http.send(post + "Content-Length: 2\r\n\r\nab\r\n"
                    + post + "Transfer-Encoding: Chunked\r\n\r\n01;a=\"b\"\r\nc\r\n0\r\nTrailer: x\r\n\r\n"
                    + "GET " + DEQUEUE + " HTTP/1.1\r\n" + authorized() + "Connection: close\r\n\r\n");
            assertThat(http.answers()).extracting(Answer::status).containsExactly(200, 200, 204);
        }
        assertThat(server.importJob().enqueued()).extracting(EnqueuedFile::size).containsExactly(2L, 1L);
    }

    static Stream<String> spellings() {
        String id = EXPORTS;
        return Stream.of(
                DEQUEUE,
                DEQUEUE + "/",
                DEQUEUE + "//",
                DEQUEUE + "?x=y",
                DEQUEUE + "/?x=y",
                DEQUEUE.replace("-", "%2D"),
                DEQUEUE.replace("-", "%2d"),
                DEQUEUE.replace("/api/", "/%61pi/"),
                DEQUEUE.replace("/api/", "/./api/"),
                DEQUEUE.replace("/api/", "/x/../api/"),
                DEQUEUE.replace("/api/", "/x/%2E%2e/api/"),
                DEQUEUE.replace("/api/", "/%2E/api/"),
                DEQUEUE.replace("/api/", "/../api/"),
                DEQUEUE.replace("/api/", "/en/api/"),
                DEQUEUE.replace("/api/", "/EN/API/"),
                "/api/connector/dequeue/%7B" + id + "%7d/",
                "/api/connector/dequeue/{" + id + "}",
                "/api/connector/d%65queue/" + id,
                "/api%2Fconnector/dequeue/" + id,
                "http://127.0.0.1" + DEQUEUE,
                "HTTP://LOCALHOST:1" + DEQUEUE + "/",
                "https://contoso.operations.dynamics.com" + DEQUEUE + "?x=y");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void aPathMeansTheSameHoweverItIsSpelt(String target) throws Exception {
        assertThat(ask("GET " + target + " HTTP/1.1\r\n" + authorized()).status())
                .isEqualTo(204);
    }

    static Stream<String> others() {
        return Stream.of(
                "/",
                "/api/connector/dequeue",
                "/api/connector/dequeue/",
                DEQUEUE + "/x",
                "/x" + DEQUEUE,
                "http://127.0.0.1",
                "http://127.0.0.1?x",
                DEQUEUE.replace("/api/", "/../x/"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatIsNoPathOfTheServiceIsNotThere(String target) throws Exception {
        assertThat(ask("GET " + target + " HTTP/1.1\r\n" + authorized()).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%zz", "%2x", "%00", "%0d%0a", "%ff", "%c3%28"})
    void aPathThatCanNotBeReadIsRefusedAndTheConnectionGoesOn(String end) throws Exception {
        try (RawHttp http = new RawHttp(server.environment())) {
            http.send("GET " + DEQUEUE + end + " HTTP/1.1\r\n" + authorized() + "\r\n");
            assertThat(http.answer().orElseThrow().status()).isEqualTo(400);
            http.send("GET " + DEQUEUE + " HTTP/1.1\r\n" + authorized() + "\r\n");
            assertThat(http.answer().orElseThrow().status()).isEqualTo(204);
        }
        assertThat(ask("GET /devstoreaccount1/dmf/x" + end + " HTTP/1.1\r\n" + HOST)
                        .status())
                .isEqualTo(400);
    }

    static Stream<Arguments> refusals() {
        String authorized = "Authorization: Bearer TOKEN\r\n";
        return Stream.of(
                Arguments.of("no token", 401, ENQUEUE, ""),
                Arguments.of("a wrong token", 401, ENQUEUE, "Authorization: Bearer x.y.z\r\n"),
                Arguments.of("too large", 413, ENQUEUE, authorized + "Content-Length: 1001\r\n"),
                Arguments.of("no such job", 500, ENQUEUE.replace(IMPORTS, EXPORTS), authorized),
                Arguments.of("another method", 405, DEQUEUE, authorized),
                Arguments.of("no such path", 404, "/nothing", authorized),
                Arguments.of("no signature", 405, "/devstoreaccount1/dmf/x", ""),
                Arguments.of("no such administration", 404, "/__admin/overview", authorized));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whoWaitsToSendABodyIsRefusedWithoutIt(String what, int status, String target, String fields) throws Exception {
        for (String framing : List.of("Content-Length: 900\r\n", "Transfer-Encoding: chunked\r\n")) {
            String length = fields.contains("Content-Length") ? "" : framing;
            try (RawHttp http = new RawHttp(server.environment())) {
                List<Answer> answers = http.send("POST " + target + " HTTP/1.1\r\n" + HOST
                                + fields.replace("TOKEN", bearer) + length + "Expect: 100-Continue\r\n\r\n")
                        .answers();
                assertThat(answers).hasSize(1);
                assertThat(answers.get(0).status()).isEqualTo(status);
                assertThat(answers.get(0).header("Connection")).contains("close");
            }
        }
    }

    @Test
    void continueIsSentOnceTheBodyIsWanted() throws Exception {
        try (RawHttp http = new RawHttp(server.environment())) {
            http.send("POST " + ENQUEUE + " HTTP/1.1\r\n" + authorized()
                    + "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
            assertThat(http.answer().orElseThrow().status()).isEqualTo(100);
            http.send("x".repeat(1_000));
            assertThat(http.answer().orElseThrow().status()).isEqualTo(200);
            // Without a body there is nothing to wait for, and HTTP/1.0 knows no such answer.
            http.send("GET " + DEQUEUE + " HTTP/1.1\r\n" + authorized() + "Expect: 100-continue\r\n\r\n");
            assertThat(http.answer().orElseThrow().status()).isEqualTo(204);
            http.send("POST " + ENQUEUE + " HTTP/1.0\r\n" + authorized()
                    + "Content-Length: 1\r\nExpect: 100-continue\r\n\r\nx");
            assertThat(http.answer().orElseThrow().status()).isEqualTo(200);
        }
    }

    @Test
    void aFaultAnswersBeforeContinue() throws Exception {
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ServerError());
        assertThat(ask("POST " + ENQUEUE + " HTTP/1.1\r\n" + authorized()
                                + "Content-Length: 5\r\nExpect: 100-continue\r\n")
                        .status())
                .isEqualTo(500);
    }

    @Test
    void anUnwantedBodyIsReadToKeepTheConnection() throws Exception {
        List<String> bodies = new ArrayList<>();
        try (RawHttp http = new RawHttp(server.environment())) {
            for (String target : List.of(ENQUEUE, "/nothing", DEQUEUE)) {
                http.send("POST " + target + " HTTP/1.1\r\n" + HOST + "Content-Length: 2000\r\n\r\n"
                        + "GET /smuggled HTTP/1.1\r\n\r\n".repeat(100).substring(0, 2_000));
                bodies.add(String.valueOf(http.answer().orElseThrow().status()));
            }
            http.send("GET " + DEQUEUE + " HTTP/1.1\r\n" + authorized() + "\r\n");
            assertThat(http.answer().orElseThrow().status()).isEqualTo(204);
        }
        assertThat(bodies).containsExactly("401", "404", "405");
        assertThat(server.requests()).noneMatch(request -> request.path().contains("smuggled"));
    }

    private Answer ask(String head) throws Exception {
        try (RawHttp http = new RawHttp(server.environment())) {
            return http.send(head + "\r\n").answer().orElseThrow();
        }
    }

    private String authorized() {
        return HOST + "Authorization: Bearer " + bearer + "\r\n";
    }
}

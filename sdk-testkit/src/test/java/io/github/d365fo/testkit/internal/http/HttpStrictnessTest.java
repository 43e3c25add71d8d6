package io.github.d365fo.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.harness.RawHttp;
import io.github.d365fo.testkit.harness.RawHttp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the fake reads HTTP/1.1 (RFC 9112), over raw sockets: what it takes, and what it refuses and how. */
class HttpStrictnessTest {
    private static final String HOST = "Host: 127.0.0.1\r\n";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
    private static final AtomicInteger TRIED = new AtomicInteger();

    private static FakeConnectorServer server;
    private static String bearer;

    @BeforeAll
    static void start() {
        server = FakeConnectorServer.builder().largestFile(1_000).start();
        bearer = PlainHttp.token(server);
    }

    @AfterAll
    static void close() {
        server.close();
        System.out.println(
                "HttpStrictnessTest: " + TRIED + " requests, each with another behind it; none was smuggled");
    }

    /** A request that must be refused with {@code status} and end its connection. */
    record Bad(String what, int status, String request) {
        @Override
        public String toString() {
            return what + " -> " + status;
        }
    }

    static Stream<Bad> bad() {
        List<Bad> all = new ArrayList<>();
        heads(all);
        hosts(all);
        framings(all);
        chunks(all);
        return all.stream();
    }

    private static void heads(List<Bad> all) {
        for (String line : List.of(
                "nonsense",
                "GET /",
                "GET  / HTTP/1.1",
                "GET / HTTP/1.1 ",
                " GET / HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET / x HTTP/1.1",
                "GET / http/1.1",
                "GET / HTTP/1",
                "GET / HTTP/1.1.1",
                "GET / HTTP/x.y",
                "G(T / HTTP/1.1",
                "GET nothing HTTP/1.1",
                "GET * HTTP/1.1",
                "GET ftp://127.0.0.1/ HTTP/1.1",
                "GET http:// HTTP/1.1",
                "GET http://ada@127.0.0.1/ HTTP/1.1",
                "GET /\u00e4 HTTP/1.1",
                "GET /\u0000 HTTP/1.1",
                "GET /\u007f HTTP/1.1")) {
            all.add(new Bad("request line [" + visible(line) + "]", 400, line + "\r\n" + HOST + "\r\n"));
        }
        all.add(new Bad("HTTP/2.0", 505, "GET / HTTP/2.0\r\n" + HOST + "\r\n"));
        all.add(new Bad("the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        all.add(new Bad("a bare line feed in the request line", 400, "GET / HTTP/1.1\n" + HOST + "\r\n"));
        for (String field : List.of(
                "no colon",
                ": no name",
                "Name : space before the colon",
                "Na me: space in the name",
                "N\u00e4me: x",
                "Name(: x",
                " Name: begins with a space",
                "Name: x\r\n folded",
                "Name: x\r\n\tfolded",
                "Name: a\u0000b",
                "Name: a\u0001b",
                "Name: a\u007fb",
                "Name: a\rb",
                "Transfer-Encoding: \u000bchunked",
                "Name: a\nInjected: b",
                "Transfer-Encoding : chunked",
                "Content-Length : 5")) {
            all.add(new Bad("field [" + visible(field) + "]", 400, "GET / HTTP/1.1\r\n" + HOST + field + "\r\n\r\n"));
            all.add(new Bad(
                    "field first [" + visible(field) + "]",
                    400,
                    "GET / HTTP/1.1\r\n" + field + "\r\n" + HOST + "\r\n"));
        }
        String large = "x".repeat(70_000);
        all.add(new Bad("a large target", 431, "GET /" + large + " HTTP/1.1\r\n" + HOST + "\r\n"));
        all.add(new Bad("a large field", 431, "GET / HTTP/1.1\r\n" + HOST + "Name: " + large + "\r\n\r\n"));
        all.add(new Bad(
                "many fields", 431, "GET / HTTP/1.1\r\n" + HOST + "Name: 0123456789\r\n".repeat(5_000) + "\r\n"));
        all.add(new Bad("many empty lines", 431, "\r\n".repeat(40_000) + "GET / HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    private static void hosts(List<Bad> all) {
        all.add(new Bad("no Host", 400, "GET / HTTP/1.1\r\n\r\n"));
        all.add(new Bad("no Host, absolute", 400, "GET http://127.0.0.1/ HTTP/1.1\r\n\r\n"));
        all.add(new Bad("Host twice", 400, "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n"));
        all.add(new Bad("Host twice, HTTP/1.0", 400, "GET / HTTP/1.0\r\n" + HOST + HOST + "\r\n"));
        for (String host : List.of("", "a b", "a, b", "ada@a", "a/b", "a:x", "a:1:2", "a:80#", "[::1", "::1", "a\\b")) {
            all.add(new Bad("Host [" + host + "]", 400, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
        }
    }

    /** The bodies are what a careless reader would take them for: the request behind them is smuggled there. */
    private static void framings(List<Bad> all) {
        for (String length : List.of(
                "x", "-1", "+5", "5x", "0x5", "5 5", "5,5", "5, 6", "", "5.0", "99999999999999999999", "\u00b2")) {
            all.add(post("Content-Length [" + visible(length) + "]", 400, "Content-Length: " + length + "\r\n", ""));
        }
        for (String fields : List.of(
                "Content-Length: 0\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 0",
                "Content-Length: 0\r\ncontent-length: 0",
                "Content-Length: 0\r\nName: x\r\nCONTENT-LENGTH: 40",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nTransfer-Encoding: identity",
                "Content-Length: 5\r\nTransfer-Encoding: x")) {
            all.add(post("both [" + visible(fields) + "]", 400, fields + "\r\n", "0\r\n\r\n"));
        }
        for (String coding : List.of(
                "gzip",
                "identity",
                "x",
                "",
                "gzip, chunked",
                "chunked, gzip",
                "chunked, chunked",
                "chunked, identity",
                "xchunked",
                "chunked;q=1",
                "chunkedx",
                ", chunked",
                "chunked,",
                "chunked\r\nTransfer-Encoding: identity",
                "identity\r\nTransfer-Encoding: chunked",
                "chunked\r\ntransfer-encoding: chunked")) {
            all.add(post(
                    "Transfer-Encoding [" + visible(coding) + "]",
                    501,
                    "Transfer-Encoding: " + coding + "\r\n",
                    "0\r\n\r\n"));
        }
        all.add(new Bad(
                "chunks in HTTP/1.0",
                400,
                "POST / HTTP/1.0\r\n" + HOST
                        + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    private static void chunks(List<Bad> all) {
        for (String body : List.of(
                "x\r\n",
                "\r\n",
                "-1\r\n",
                "+1\r\na\r\n0\r\n\r\n",
                "0x1\r\na\r\n0\r\n\r\n",
                " 1\r\na\r\n0\r\n\r\n",
                "1 \r\na\r\n0\r\n\r\n",
                "1\na\r\n0\r\n\r\n",
                "1\r\na\n0\r\n\r\n",
                "1\r\nab\r\n0\r\n\r\n",
                "1\r\na0\r\n\r\n",
                "1\r\na\r0\r\n\r\n",
                "8000000000000000\r\n",
                "ffffffffffffffff\r\n",
                "10000000000000000\r\n",
                "00000000000000000000000000000001\r\na\r\n0\r\n\r\n",
                "1;a\u0000b\r\na\r\n0\r\n\r\n",
                "1;a\nb\r\na\r\n0\r\n\r\n",
                "1;" + "x".repeat(20_000) + "\r\na\r\n0\r\n\r\n",
                "1,1\r\na\r\n0\r\n\r\n",
                "0\n\n",
                "0\r\nno colon\r\n\r\n",
                "0\r\n folded: x\r\n\r\n",
                "0\r\nName : x\r\n\r\n",
                "0\r\nName: x\n\r\n")) {
            all.add(post("chunks [" + visible(body) + "]", 400, "Transfer-Encoding: chunked\r\n", body));
        }
    }

    private static Bad post(String what, int status, String fields, String body) {
        return new Bad(what, status, "POST " + enqueue() + " HTTP/1.1\r\n" + HOST + "ENV" + fields + "\r\n" + body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void whatIsAgainstTheRulesIsRefusedAndEndsTheConnection(Bad bad) throws IOException {
        String request = bad.request().replace("ENV", "Authorization: Bearer " + bearer + "\r\n");
        try (RawHttp http = new RawHttp(server.environment())) {
            List<Answer> answers = http.send(request + SMUGGLED).answers();
            assertThat(answers).hasSize(1);
            assertThat(answers.get(0).status()).isEqualTo(bad.status());
            assertThat(answers.get(0).header("Connection")).contains("close");
            assertThat(answers.get(0).body()).isNotBlank();
        }
        assertThat(server.requests()).noneMatch(recorded -> recorded.path().contains("smuggled"));
        assertThat(server.importJob().enqueued()).isEmpty();
        TRIED.incrementAndGet();
    }

    private static String enqueue() {
        return "/api/connector/enqueue/f0bc1d4c-2b0c-4a4e-9d4e-000000000006?entity=x";
    }

    private static String visible(String text) {
        String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return shown.replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\u0000", "\\0")
                .replace("\u0001", "\\1")
                .replace("\u007f", "\\x7f");
    }
}

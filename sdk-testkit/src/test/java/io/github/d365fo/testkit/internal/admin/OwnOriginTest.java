package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.RawHttp;
import io.github.d365fo.testkit.harness.RawHttp.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use the administration: what is sent to its own address, by nobody or by its own page. */
class OwnOriginTest {
    private static FakeConnectorServer server;
    private static int port;

    @BeforeAll
    static void start() {
        server = FakeConnectorServer.builder().administration(true).start();
        port = server.environment().getPort();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    static Stream<String> allowed() {
        return Stream.of(
                "Host: 127.0.0.1:PORT",
                "Host: localhost:PORT",
                "Host: LocalHost:PORT",
                "Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT",
                "Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: none",
                "Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: same-origin",
                "Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT\r\nSec-Fetch-Site: same-origin",
                "Host: localhost:PORT\r\nOrigin: http://localhost:PORT");
    }

    static Stream<String> refused() {
        List<String> all = new ArrayList<>();
        // Names that somebody else may lead here (DNS rebinding), and ports of others.
        for (String host : List.of(
                "evil.example:PORT",
                "evil.example",
                "127.0.0.1",
                "127.0.0.1:1",
                "localhost",
                "localhost.:PORT",
                "localhost.evil.example:PORT",
                "127.0.0.1.evil.example:PORT",
                "127.0.0.2:PORT",
                "127.1:PORT",
                "0.0.0.0:PORT",
                "2130706433:PORT",
                "[::1]:PORT",
                "[::ffff:127.0.0.1]:PORT",
                "ada@127.0.0.1:PORT",
                "127.0.0.1:PORT@evil.example",
                "127.0.0.1:PORT, evil.example",
                "127.0.0.1:PORT/",
                "http://127.0.0.1:PORT",
                "")) {
            all.add("Host: " + host);
            all.add("Host: " + host + "\r\nOrigin: http://" + host);
        }
        for (String origin : List.of(
                "https://127.0.0.1:PORT",
                "HTTP://127.0.0.1:PORT",
                "http://127.0.0.1:PORT/",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://localhost:PORT",
                "http://ada@127.0.0.1:PORT",
                "http://ada:p@127.0.0.1:PORT",
                "http://127.0.0.1:PORT@evil.example",
                "http://127.0.0.1:PORT.evil.example",
                "http://evil.example",
                "http://evil.example:PORT",
                "ftp://127.0.0.1:PORT",
                "127.0.0.1:PORT",
                "null",
                "file://",
                "",
                "http://127.0.0.1:PORT http://evil.example",
                "http://127.0.0.1:PORT, http://127.0.0.1:PORT",
                "http://127.0.0.1:PORT\r\nOrigin: http://evil.example",
                "http://evil.example\r\nOrigin: http://127.0.0.1:PORT",
                "http://127.0.0.1:PORT\r\norigin: http://127.0.0.1:PORT")) {
            all.add("Host: 127.0.0.1:PORT\r\nOrigin: " + origin);
        }
        // A browser sends no Origin with what it only gets: an image, a link, a frame.
        for (String site : List.of("cross-site", "same-site", "CROSS-SITE", "", "other", "none, cross-site")) {
            all.add("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: " + site);
            all.add("Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT\r\nSec-Fetch-Site: " + site);
        }
        all.add("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site");
        all.add("Host: 127.0.0.1:PORT\r\nHost: evil.example");
        all.add("Host: evil.example\r\nHost: 127.0.0.1:PORT");
        all.add("Host: 127.0.0.1:PORT\r\nhost: 127.0.0.1:PORT");
        all.add("X-Forwarded-Host: 127.0.0.1:PORT");
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void itsOwnAddressAndPageGetAnswers(String fields) throws Exception {
        assertThat(ask("GET", "/__admin/overview", fields).status()).isEqualTo(200);
        assertThat(ask("POST", "/__admin/reset", fields).status()).isEqualTo(204);
    }

    /** What is no HTTP at all, such as a second Host, is refused with 400 before anybody looks at it. */
    @ParameterizedTest
    @MethodSource("refused")
    void everythingElseIsRefused(String fields) throws Exception {
        server.exportJob().publish(new byte[] {'P', 'K'});
        int pending = server.exportJob().pending();
        for (String path : List.of("/__admin/overview", "/__admin/credentials", "/__admin/", "/__admin/openapi.json")) {
            Answer answer = ask("GET", path, fields);
            assertThat(answer.status()).isIn(403, 400);
            assertThat(answer.body()).doesNotContain(server.clientSecret(), "openapi", "html");
        }
        assertThat(ask("POST", "/__admin/reset", fields).status()).isIn(403, 400);
        assertThat(server.exportJob().pending()).isEqualTo(pending);
    }

    static Stream<String> targets() {
        return Stream.of(
                "http://evil.example/__admin/credentials",
                "http://evil.example:PORT/__admin/credentials",
                "https://127.0.0.1:PORT/__admin/credentials",
                "http://127.0.0.1:1/__admin/credentials");
    }

    @ParameterizedTest
    @MethodSource("targets")
    void anAddressInTheRequestLineCountsMoreThanHost(String target) throws Exception {
        assertThat(ask("GET", target, "Host: 127.0.0.1:PORT").status()).isEqualTo(403);
    }

    @Test
    void thePageOfAServerWithTlsHasItsScheme() throws Exception {
        try (FakeConnectorServer tls =
                FakeConnectorServer.builder().administration(true).tls(true).start()) {
            URI overview = tls.environment().resolve("/__admin/overview");
            String own = tls.environment().toString();
            for (String origin : List.of(own, own.replace("https", "http"))) {
                HttpRequest request = HttpRequest.newBuilder(overview)
                        .header("Origin", origin)
                        .build();
                assertThat(tls.httpClient()
                                .send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(origin.equals(own) ? 200 : 403);
            }
        }
    }

    private static Answer ask(String method, String target, String fields) throws Exception {
        String head = method + " " + target + " HTTP/1.1\r\n" + fields + "\r\nConnection: close\r\n\r\n";
        try (RawHttp http = new RawHttp(server.environment())) {
            return http.send(head.replace("PORT", String.valueOf(port)))
                    .answer()
                    .orElseThrow();
        }
    }
}

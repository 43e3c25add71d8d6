package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.harness.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What whoever operates the server sees of it. */
@ExtendWith(CapturedLog.class)
class OperationTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private FakeConnectorServer start(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(arguments));
        return Main.start(all, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), System.err)
                .server()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /healthz, 200, 'ready\n'",
        "HEAD, /healthz, 200, ''",
        "GET, /, 302, ''",
        "POST, /healthz, 405, '{\"error\":\"expected one of [GET, HEAD]\"}\n'"
    })
    void probesAreAnsweredUnderAnyName(String method, String path, int status, String body) throws Exception {
        try (FakeConnectorServer server = start();
                RawHttp http = new RawHttp(server.environment())) {
            RawHttp.Answer answer = http.send(
                            method + " " + path + " HTTP/1.1\r\nHost: 10.1.2.3\r\nConnection: close\r\n\r\n")
                    .answer()
                    .orElseThrow();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    @Test
    void requestsArePrintedAsTextWithoutSecretsAndOnOneLineEach() throws Exception {
        try (FakeConnectorServer server = start("--log", "text")) {
            server.client().job(server.exportJob().activityId()).dequeue();
            try (RawHttp http = new RawHttp(server.environment())) {
                http.send("GET /forged?x=%0Aa+line HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .answer();
            }
            List<String> lines = printed();
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).contains("ACCESS_TOKEN  POST").endsWith("-> 200");
            assertThat(lines.get(1)).contains("DEQUEUE  GET").endsWith("-> 204");
            assertThat(lines.get(2)).contains("?  GET /forged {x=?a line}").endsWith("-> 404");
            assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain(server.clientSecret());
        }
    }

    @Test
    void requestsArePrintedAsJson() throws Exception {
        try (FakeConnectorServer server = start("--log", "json")) {
            server.client().job(server.exportJob().activityId()).dequeue();
            List<JsonNode> lines = new ArrayList<>();
            for (String line : printed()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            assertThat(lines)
                    .extracting(line -> line.path("operation").asText())
                    .containsExactly("ACCESS_TOKEN", "DEQUEUE");
            assertThat(lines.get(1).path("status").asInt()).isEqualTo(204);
            assertThat(lines.get(1).at("/headers/authorization").asText()).isEqualTo("[redacted]");
        }
    }

    /** What was printed after the greeting. */
    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .dropWhile(line -> !line.startsWith("time "))
                .skip(1)
                .collect(Collectors.toList());
    }

    @Test
    void aListenerThatFailsFailsNoRequest() {
        List<RecordedRequest> heard = new ArrayList<>();
        FakeConnectorServer.Builder builder = FakeConnectorServer.builder().onRequest(request -> {
            heard.add(request);
            throw new IllegalStateException("a mistake of the test");
        });
        try (FakeConnectorServer server = builder.start()) {
            assertThat(server.client().job(server.exportJob().activityId()).dequeue())
                    .isEmpty();
            assertThat(heard)
                    .extracting(request -> request.operation().orElseThrow())
                    .containsExactly(Operation.ACCESS_TOKEN, Operation.DEQUEUE);
        }
    }

    @Test
    void aRequestThatIsBeingAnsweredEndsBeforeTheServer() throws Exception {
        FakeConnectorServer server = start();
        try (RawHttp http = new RawHttp(server.environment())) {
            String job = server.importJob().activityId().value();
            http.send("POST /api/connector/enqueue/" + job + "?entity=A HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + PlainHttp.token(server)
                    + "\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            // It says so when it reads the body, and so has begun to answer.
            assertThat(http.answer().orElseThrow().status()).isEqualTo(100);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> server.close(Duration.ofMinutes(5)));
            int port = server.environment().getPort();
            await().atMost(60, TimeUnit.SECONDS).until(() -> isFree(port));
            assertThat(closed).isNotDone();
            assertThat(http.send("a,b").answer().orElseThrow().status()).isEqualTo(200);
            closed.get(60, TimeUnit.SECONDS);
            assertThat(server.importJob().enqueued()).hasSize(1);
        }
    }

    private static boolean isFree(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void connectionsHaveTheLimitThatIsSet() throws Exception {
        try (FakeConnectorServer server = start("--max-connections", "1");
                RawHttp first = new RawHttp(server.environment());
                RawHttp second = new RawHttp(server.environment())) {
            String request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
            assertThat(first.send(request).answer().orElseThrow().status()).isEqualTo(200);
            assertThat(second.send(request).answer().orElseThrow().status()).isEqualTo(200);
        }
        assertThatThrownBy(() -> Settings.of(Arguments.parse(List.of("--max-connections", "0"))))
                .hasMessage("--max-connections: expected a number from 1 to 999999, but got 0");
        assertThatThrownBy(() -> Settings.of(Arguments.parse(List.of("--log", "xml"))))
                .hasMessage("--log: expected text, json or none, but got xml");
    }

    @Test
    void theImageRunsTheJarWithVariablesThatThereAre() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("Dockerfile"));
        assertThat(lines)
                .anySatisfy(
                        line -> assertThat(line).matches("COPY target/d365fo-sdk-testkit-\\*-standalone\\.jar /\\S+"));
        assertThat(lines).contains("EXPOSE " + Settings.DEFAULT_PORT);
        assertThat(lines.stream().filter(line -> line.startsWith("ENV ")).map(line -> line.split("[ =]", -1)[1]))
                .isNotEmpty()
                .allMatch(name -> List.of(Option.values()).stream()
                        .anyMatch(option -> option.variable().equals(name)));
        assertThat(lines).anyMatch(line -> line.matches("USER [1-9]\\d*:[1-9]\\d*"));
    }
}

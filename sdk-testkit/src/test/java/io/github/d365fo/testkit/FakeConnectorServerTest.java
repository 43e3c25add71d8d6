package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.harness.PlainHttp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as another client sees it: over plain HTTP, with no code of this SDK's client in between. */
class FakeConnectorServerTest {
    private final FakeConnectorServer server = FakeConnectorServer.start();
    private final PlainHttp http = new PlainHttp(server);

    @AfterEach
    void close() {
        server.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/connector/dequeue/%7BID%7D", "/en/api/connector/Dequeue/ID", "/API/connector/dequeue/id"})
    void activitiesAreFoundInEverySpelling(String path) throws Exception {
        String id = path.contains("id") && !path.contains("ID")
                ? exports()
                : exports().toUpperCase(Locale.ROOT);
        String spelt = path.contains("ID") ? path.replace("ID", id) : path.replaceAll("id$", id);
        assertThat(http.get(spelt).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"GET,dequeue", "POST,enqueue", "POST,ack", "GET,jobstatus"})
    void anUnknownActivityAnswers500(String method, String verb) throws Exception {
        for (String id : new String[] {"00000000-0000-0000-0000-000000000000", "nonsense"}) {
            HttpResponse<String> answer =
                    http.send(method, "/api/connector/" + verb + "/" + id + "?jobId=x", "{}", PlainHttp.token(server));
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("An error has occurred.");
        }
    }

    @Test
    void wrongPathsAndMethodsAreRefused() throws Exception {
        assertThat(http.get("/api/other").statusCode()).isEqualTo(404);
        assertThat(http.get("/api/connector/dequeue").statusCode()).isEqualTo(404);
        assertThat(http.get("/api/connector/nothing/" + exports()).statusCode()).isEqualTo(404);
        assertThat(http.post("/api/connector/dequeue/" + exports(), "").statusCode())
                .isEqualTo(405);
    }

    @Test
    void recordedRequestsTellAllButSecrets() throws Exception {
        String token = PlainHttp.token(server);
        server.exportJob().publish(bytes("PK"));
        http.send("GET", "/api/connector/dequeue/" + exports() + "?sig=secret", "", token);
        RecordedRequest request = server.requests().get(server.requests().size() - 1);
        assertThat(request.operation()).contains(Operation.DEQUEUE);
        assertThat(request.status()).isEqualTo(200);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.query()).containsEntry("sig", "[redacted]");
        assertThat(server.requests().toString()).doesNotContain(token).doesNotContain(server.clientSecret());
    }

    @Test
    void moreJobsAreJobsOfTheirOwn() throws Exception {
        FakeExportJob other = server.addExportJob();
        other.publish(bytes("PK"));
        assertThat(http.get("/api/connector/dequeue/" + exports()).statusCode()).isEqualTo(204);
        assertThat(http.get("/api/connector/dequeue/" + other.activityId()).statusCode())
                .isEqualTo(200);
        assertThat(server.addImportJob().activityId())
                .isNotEqualTo(server.importJob().activityId());
        assertThat(server.toString() + server.importJob() + other).doesNotContain(server.clientSecret());
    }

    private String exports() {
        return server.exportJob().activityId().value();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

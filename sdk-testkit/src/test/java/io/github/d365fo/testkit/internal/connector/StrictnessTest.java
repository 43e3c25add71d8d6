package io.github.d365fo.testkit.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fake refuses, and how each switch changes it. */
class StrictnessTest {
    @TempDir
    Path directory;

    private FakeConnectorServer server = FakeConnectorServer.start();
    private PlainHttp http = new PlainHttp(server);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"401,Authentication failed.", "403,Forbidden"})
    void aJobRefusesApplicationsThatItsPolicyDoesNotName(int status, String text) throws Exception {
        restart(FakeConnectorServer.builder().policyStatus(status));
        server.exportJob().publish(bytes("PK"));
        String message = dequeue();
        String download = pathOf(message);
        server.exportJob().authorize("another-application");
        server.importJob().authorize("another-application");
        assertThat(http.get("/api/connector/dequeue/" + exports()).statusCode()).isEqualTo(status);
        assertThat(http.get(download).body()).contains(text);
        assertThat(http.post("/api/connector/ack/" + exports(), message).statusCode())
                .isEqualTo(status);
        assertThat(http.post("/api/connector/enqueue/" + imports() + "?entity=x", "x")
                        .statusCode())
                .isEqualTo(status);
        server.exportJob().authorize("another-application", server.clientId());
        assertThat(http.get(download).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> FakeConnectorServer.builder().policyStatus(500))
                .hasMessageContaining("500");
    }

    @Test
    void anApplicationWithoutAUserGetsNowhere() throws Exception {
        restart(FakeConnectorServer.builder().applicationMapped(false));
        assertThat(http.get("/api/connector/dequeue/" + exports()).statusCode()).isEqualTo(403);
        assertThat(http.post(
                                "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetMessageStatus",
                                "{\"messageId\":\"x\"}")
                        .statusCode())
                .isEqualTo(403);
        restart(FakeConnectorServer.builder().applicationMapped(false).applicationMapped(true));
        assertThat(http.get("/api/connector/dequeue/" + exports()).statusCode()).isEqualTo(204);
    }

    @Test
    void theCompanyCountsWhereTheJobSaysSo() throws Exception {
        enqueue("?entity=x&company=demf");
        server.importJob().useCompanyFromMessage(true).legalEntity("frrt");
        enqueue("?entity=x&company=demf");
        enqueue("?entity=x");
        assertThat(server.importJob().enqueued())
                .extracting(EnqueuedFile::legalEntity)
                .containsExactly("usmf", "demf", "frrt");
    }

    @Test
    void statesOnlyGoForward() throws Exception {
        MessageId id = enqueue("?entity=x");
        server.importJob().setState(id, MessageState.PROCESSING);
        server.importJob().setState(id, MessageState.PROCESSING);
        assertThatThrownBy(() -> server.importJob().setState(id, MessageState.ENQUEUED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("follows PROCESSING, but got ENQUEUED");
        assertThatThrownBy(() -> server.importJob().setState(id, MessageState.PREPROCESSING_ERROR))
                .isInstanceOf(IllegalStateException.class);
        server.importJob().setState(id, MessageState.PROCESSED_WITH_ERRORS);
        assertThatThrownBy(() -> server.importJob().setState(id, MessageState.PROCESSED))
                .isInstanceOf(IllegalStateException.class);
        server.importJob().forceState(id, MessageState.ENQUEUED);
        server.importJob().setState(id, "Pondering");
        server.importJob().setState(id, MessageState.PREPROCESSING);
    }

    @Test
    void aMissingEntityCanBeRefusedAtOnce() throws Exception {
        restart(FakeConnectorServer.builder().missingEntityRefused(true));
        assertThat(http.post("/api/connector/enqueue/" + imports(), "x").statusCode())
                .isEqualTo(500);
        assertThat(http.post("/api/connector/enqueue/" + imports(), "PK").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLateAcknowledgementCanBeAllowed() throws Exception {
        restart(FakeConnectorServer.builder().lateAcknowledgement(true));
        server.exportJob().publish(bytes("PK"));
        String first = dequeue();
        server.clock().advance(Duration.ofMinutes(31));
        String second = dequeue();
        server.clock().advance(Duration.ofMinutes(31));
        assertThat(http.post("/api/connector/ack/" + exports(), first).statusCode())
                .isEqualTo(500);
        assertThat(http.post("/api/connector/ack/" + exports(), second).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anExpiredFileCanBeReportedAtOnce() throws Exception {
        restart(FakeConnectorServer.builder().expiredWithoutFile(true).nullErrorMessage(true));
        server.exportJob().publish(bytes("PK"));
        server.clock().advance(Duration.ofDays(7));
        assertThat(dequeue()).contains("\"DownloadLocation\":null").contains("\"FileDownLoadErrorMessage\":null");
    }

    @Test
    void deliveriesCanBeNamedAnewAndDatesHaveAZone() throws Exception {
        restart(FakeConnectorServer.builder().newCorrelationIds(true).zonedDates(true));
        server.exportJob().publish(bytes("PK"));
        String first = dequeue();
        server.clock().advance(Duration.ofMinutes(30));
        String second = dequeue();
        assertThat(second).contains("\"LastDequeueDateTime\":\"2026-01-05T08:00:00Z\"");
        assertThat(JsonFields.texts(second).get("CorrelationId"))
                .isNotEqualTo(JsonFields.texts(first).get("CorrelationId"));
        assertThat(http.post("/api/connector/ack/" + exports(), second).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ID}", "ID", "%7BID%7D", "%7bID%7d"})
    void rawBracesAreTakenToo(String spelling) throws Exception {
        String target = "/api/connector/dequeue/" + spelling.replace("ID", exports());
        String head = raw("GET " + target + " HTTP/1.1\r\nAuthorization: Bearer " + PlainHttp.token(server)
                + "\r\nConnection: close\r\n\r\n");
        assertThat(head).startsWith("HTTP/1.1 204");
    }

    @Test
    void aBodyIsSentOnlyWhenAskedForWhereTheClientWaits() throws Exception {
        String chunks = "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
                + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n";
        String answer = raw("POST /api/connector/enqueue/" + imports() + "?entity=x HTTP/1.1\r\nAuthorization: Bearer "
                + PlainHttp.token(server) + "\r\n" + chunks);
        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK");
        assertThat(server.importJob().enqueued().get(0).bytes()).asString().isEqualTo("abcde");
    }

    @Test
    void whatBreaksOffGetsNoAnswer() throws Exception {
        assertThat(raw("GET / HTTP")).isEmpty();
    }

    @Test
    void aPercentSignThatEncodesNothingStandsForItself() throws Exception {
        raw("POST /api/connector/enqueue/" + imports() + "?entity=100%%20pure HTTP/1.1\r\nAuthorization: Bearer "
                + PlainHttp.token(server) + "\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
        assertThat(server.importJob().enqueued().get(0).entity()).contains("100%%20pure");
    }

    @Test
    void headAnswersWithoutABodyAndOldClientsAreClosed() throws Exception {
        assertThat(raw("HEAD /nothing HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 404");
        assertThat(raw("GET /nothing HTTP/1.0\r\n\r\n")).contains("Connection: close");
    }

    @Test
    void packagesAreMadeOnTheFly() throws Exception {
        server.exportJob().publishGiant(3_000_000);
        Path zip = directory.resolve("giant.zip");
        http.client().send(http.request(pathOf(dequeue())).build(), BodyHandlers.ofFile(zip));
        try (ZipFile file = new ZipFile(zip.toFile())) {
            ZipEntry entry = file.getEntry("Giant.csv");
            assertThat(entry.getSize()).isEqualTo(3_000_000);
            try (InputStream content = file.getInputStream(entry)) {
                assertThat(content.readAllBytes()).hasSize(3_000_000).containsOnly(0);
            }
        }
        server.exportJob().publish(() -> new ByteArrayInputStream(bytes("PK-made")), 7);
        assertThat(http.get(pathOf(dequeue())).body()).isEqualTo("PK-made");
        server.exportJob().publishPoison();
        Path poison = directory.resolve("poison.zip");
        http.client().send(http.request(pathOf(dequeue())).build(), BodyHandlers.ofFile(poison));
        assertThatThrownBy(() -> new ZipFile(poison.toFile()).close()).isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> server.exportJob().publishGiant(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> server.exportJob().publish(InputStream::nullInputStream, -1))
                .hasMessageContaining("-1");
    }

    private void restart(FakeConnectorServer.Builder builder) {
        server.close();
        server = builder.start();
        http = new PlainHttp(server);
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.environment().getPort())) {
            socket.getOutputStream()
                    .write(request.replace("HTTP/1.1\r\n", "HTTP/1.1\r\nHost: localhost\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private String dequeue() throws Exception {
        return http.get("/api/connector/dequeue/" + exports()).body();
    }

    private static String pathOf(String message) throws Exception {
        Map<String, String> fields = JsonFields.texts(message);
        URI location = URI.create(fields.get("DownloadLocation"));
        return location.getRawPath() + "?" + location.getRawQuery();
    }

    private MessageId enqueue(String query) throws Exception {
        return MessageId.of(http.post("/api/connector/enqueue/" + imports() + query, "x")
                .body()
                .replace("\"", ""));
    }

    private String exports() {
        return server.exportJob().activityId().value();
    }

    private String imports() {
        return server.importJob().activityId().value();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

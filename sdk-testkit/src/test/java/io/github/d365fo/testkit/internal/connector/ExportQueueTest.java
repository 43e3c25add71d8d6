package io.github.d365fo.testkit.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, leases, downloads and acknowledgements as another client sees them: over plain HTTP. */
class ExportQueueTest {
    @TempDir
    Path directory;

    private FakeConnectorServer server = FakeConnectorServer.start();
    private PlainHttp http = new PlainHttp(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anEmptyQueueAnswers204() throws Exception {
        HttpResponse<String> answer = http.get("/api/connector/dequeue/" + exports());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aMessageHasTheServicesFieldsInItsCasing() throws Exception {
        server.exportJob().publish(bytes("PK"));
        String message = http.get("/api/connector/dequeue/" + exports()).body();
        assertThat(message)
                .contains("\"CorrelationId\":\"")
                .contains("\"PopReceipt\":\"")
                .contains("\"DownloadLocation\":\"http://127.0.0.1:")
                .contains("%7B")
                .contains("\"IsDownLoadFileExist\":true")
                .contains("\"FileDownLoadErrorMessage\":\"\"")
                .contains("\"LastDequeueDateTime\":null");
    }

    @Test
    void anExpiredLeaseIsRedeliveredWithANewReceipt() throws Exception {
        server.exportJob().publish(bytes("PK"));
        String first = http.get("/api/connector/dequeue/" + exports()).body();
        server.clock().advance(Duration.ofMinutes(30).minusSeconds(1));
        assertThat(http.get("/api/connector/dequeue/" + exports()).statusCode()).isEqualTo(204);
        server.clock().advance(Duration.ofSeconds(1));
        String second = http.get("/api/connector/dequeue/" + exports()).body();
        Map<String, String> before = JsonFields.texts(first);
        Map<String, String> after = JsonFields.texts(second);
        assertThat(after.get("PopReceipt")).isNotEqualTo(before.get("PopReceipt"));
        assertThat(after.get("LastDequeueDateTime")).isEqualTo("2026-01-05T08:00:00");
        assertThat(http.post("/api/connector/ack/" + exports(), first).statusCode())
                .isEqualTo(500);
        assertThat(http.post("/api/connector/ack/" + exports(), second).statusCode())
                .isEqualTo(200);
        assertThat(http.post("/api/connector/ack/" + exports(), second).statusCode())
                .isEqualTo(500);
        assertThat(server.exportJob().acknowledged()).isOne();
        assertThat(server.exportJob().pending()).isZero();
    }

    @Test
    void aLateAcknowledgementIsRefused() throws Exception {
        server.exportJob().publish(bytes("PK"));
        String message = http.get("/api/connector/dequeue/" + exports()).body();
        server.clock().advance(Duration.ofMinutes(31));
        assertThat(http.post("/api/connector/ack/" + exports(), message).statusCode())
                .isEqualTo(500);
        assertThat(server.exportJob().pending()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "no json", "{\"CorrelationId\":\"x\",\"PopReceipt\":\"y\"}"})
    void whatIsNoMessageAcknowledgesNothing(String body) throws Exception {
        server.exportJob().publish(bytes("PK"));
        http.get("/api/connector/dequeue/" + exports());
        assertThat(http.post("/api/connector/ack/" + exports(), body).statusCode())
                .isEqualTo(500);
    }

    @Test
    void aSecondAcknowledgementCanBeAllowed() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().repeatedAcknowledgement(true).start();
        http = new PlainHttp(server);
        server.exportJob().publish(bytes("PK"));
        String message = http.get("/api/connector/dequeue/" + exports()).body();
        assertThat(http.post("/api/connector/ack/" + exports(), message).statusCode())
                .isEqualTo(200);
        assertThat(http.post("/api/connector/ack/" + exports(), message).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPackageIsGoneAfterSevenDays() throws Exception {
        Path zip = Files.write(directory.resolve("a.zip"), bytes("PK-file"));
        server.exportJob().publish(zip);
        URI location = DequeueResult.fromJson(
                        http.get("/api/connector/dequeue/" + exports()).body())
                .downloadLocation()
                .orElseThrow();
        String path = location.getRawPath() + "?" + location.getRawQuery();
        assertThat(http.get(path).body()).isEqualTo("PK-file");
        server.clock().advance(Duration.ofDays(7));
        assertThat(http.get(path).statusCode()).isEqualTo(500);
        assertThatThrownBy(() -> server.exportJob().publish(directory.resolve("none")))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void downloadsCanBeResumedWhereThatIsSwitchedOn() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().downloadRanges(true).start();
        http = new PlainHttp(server);
        server.exportJob().publish(bytes("0123456789"));
        URI location = DequeueResult.fromJson(
                        http.get("/api/connector/dequeue/" + exports()).body())
                .downloadLocation()
                .orElseThrow();
        HttpResponse<String> whole = http.get(location.getRawPath() + "?" + location.getRawQuery());
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> rest = http.client()
                .send(
                        HttpRequest.newBuilder(location)
                                .header("Authorization", "Bearer " + PlainHttp.token(server))
                                .header("Range", "bytes=4-")
                                .header("If-Range", tag)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo("456789");
        assertThat(rest.headers().firstValue("Content-Range")).contains("bytes 4-9/10");
    }

    private String exports() {
        return server.exportJob().activityId().value();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

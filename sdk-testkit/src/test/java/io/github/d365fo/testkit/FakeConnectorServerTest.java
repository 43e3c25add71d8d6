package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake as a stranger sees it: over plain HTTP, with no code of the client in between. */
class FakeConnectorServerTest {

    @TempDir
    Path directory;

    private FakeConnectorServer server = FakeConnectorServer.start();
    private PlainHttp http = new PlainHttp(server);

    @AfterEach
    void close() {
        server.close();
        server.close();
    }

    @Test
    void anEmptyQueueAnswers204() throws Exception {
        HttpResponse<String> answer = http.get("/api/connector/dequeue/" + exports());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
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
    void aLeaseEndsAfterThirtyMinutesAndTheNextDeliveryHasANewReceipt() throws Exception {
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
    void noTokenAWrongOneAndAnOldOneAreRefused() throws Exception {
        String path = "/api/connector/dequeue/" + exports();
        String token = PlainHttp.token(server);
        assertThat(http.send("GET", path, "", token).statusCode()).isEqualTo(204);
        assertThat(http.send("GET", path, "", "wrong").body()).contains("Authentication failed.");
        HttpRequest bare =
                HttpRequest.newBuilder(server.environment().resolve(path)).build();
        assertThat(http.send(bare).statusCode()).isEqualTo(401);
        server.clock().advance(Duration.ofSeconds(3599));
        assertThat(http.send("GET", path, "", token).statusCode()).isEqualTo(401);
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
    void anEnqueueAnswersAQuotedIdAndReadsBothSpellingsOfBlanks() throws Exception {
        HttpResponse<String> first =
                http.post("/api/connector/enqueue/" + imports() + "?entity=General%20journal", "x");
        http.post("/api/connector/enqueue/" + imports() + "?entity=General+journal&company", "x");
        assertThat(first.body()).matches("\"[0-9a-f-]{36}\"");
        assertThat(server.importJob().enqueued())
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.entity()).contains("General journal"));
        assertThat(server.importJob().enqueued().get(1).company()).isEmpty();
    }

    @Test
    void anImportWalksThroughItsStatesWithTheClock() throws Exception {
        String id = enqueue("?entity=General%20journal", "<Document/>");
        assertThat(state(id)).contains("\"value\":\"Enqueued\"");
        assertThat(jobStatus(id)).contains("\"DataJobState\":0").contains("\"ExecutionDetail\":null");
        server.clock().advance(Duration.ofSeconds(60));
        assertThat(state(id)).contains("Preprocessing");
        server.clock().advance(Duration.ofSeconds(10));
        assertThat(state(id)).contains("\"Processing\"");
        assertThat(jobStatus(id)).contains("\"DataJobState\":4").contains("Fake project-2026-01-05T08:01:00-");
        server.clock().advance(Duration.ofSeconds(20));
        assertThat(state(id)).contains("\"Processed\"");
        JobStatus status = JobStatus.fromJson(jobStatus(id));
        assertThat(status.isSuccess()).isTrue();
        assertThat(status.entities()).hasSize(1);
    }

    @Test
    void aFileWithoutEntityFails() throws Exception {
        String file = enqueue("", "<Document/>");
        server.clock().advance(Duration.ofMinutes(2));
        assertThat(state(file)).contains("PreProcessingError");
    }

    @Test
    void aStateCanBeSet() throws Exception {
        MessageId id = MessageId.of(enqueue("?entity=x", "y"));
        for (MessageState state : MessageState.values()) {
            if (state == MessageState.UNKNOWN) {
                assertThatThrownBy(() -> server.importJob().forceState(id, state))
                        .isInstanceOf(IllegalArgumentException.class);
            } else {
                server.importJob().forceState(id, state);
                assertThat(MessageState.of(JsonFields.texts(state(id.value())).get("value")))
                        .isEqualTo(state);
                assertThat(JobStatus.fromJson(jobStatus(id.value())).isTerminal())
                        .isEqualTo(state.isTerminal());
            }
        }
        server.importJob().setState(id, "Pondering");
        assertThat(state(id.value())).contains("Pondering");
        assertThat(jobStatus(id.value())).contains("\"DataJobState\":\"Pondering\"");
        assertThatThrownBy(() -> server.importJob().setState(MessageId.verbatim("none"), "Processed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
    }

    @Test
    void statesCanBeNames() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().stateNames(true).start();
        http = new PlainHttp(server);
        assertThat(jobStatus(enqueue("?entity=x", "y"))).contains("\"DataJobState\":\"Enqueued\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"messageId\":\"unknown\"}", "{\"messageId\":{}}"})
    void aStatusOfNothingIsRefusedInTheInnerError(String body) throws Exception {
        HttpResponse<String> answer = http.post(STATUS, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("innererror").contains("\"message\":\"An error has occurred.\"");
    }

    @Test
    void tooLargeAFileIsRefused() {
        server.close();
        server = FakeConnectorServer.builder().largestFile(1000).start();
        http = new PlainHttp(server);
        RecurringJob job = server.client().job(server.importJob().activityId());
        byte[] large = new byte[1001];
        assertThatThrownBy(() -> job.enqueue(EnqueueRequest.of(Payload.ofBytes(large))))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(
                        () -> job.enqueue(EnqueueRequest.of(Payload.ofStream(() -> new ByteArrayInputStream(large)))))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThat(server.importJob().enqueued()).isEmpty();
        assertThatThrownBy(() -> FakeConnectorServer.builder().largestFile(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void largeFilesAreKeptOnDiskUntilTheServerIsClosed() throws IOException {
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        server.client()
                .job(server.importJob().activityId())
                .enqueue(EnqueueRequest.of(Payload.ofBytes(large)).entity("x"));
        EnqueuedFile file = server.importJob().enqueued().get(0);
        assertThat(file.size()).isEqualTo(large.length);
        assertThat(file.bytes()).isEqualTo(large);
        server.close();
        assertThatThrownBy(file::open).isInstanceOf(IOException.class);
        assertThatThrownBy(file::bytes).isInstanceOf(UncheckedIOException.class);
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

    @ParameterizedTest
    @CsvSource({
        "client_secret,wrong,7000215",
        "client_id,wrong,700016",
        "scope,https://other/.default,500011",
        "scope,none,1002012",
        "grant_type,authorization_code,70003"
    })
    void theTokenEndpointRefusesWhatIsWrong(String field, String value, String code) throws Exception {
        HttpResponse<String> answer = askForToken("v2.0/", field, value);
        assertThat(answer.statusCode()).isBetween(400, 401);
        assertThat(answer.body()).contains("AADSTS" + code).contains("trace_id").contains("correlation_id");
    }

    @Test
    void theTokenEndpointKnowsItsTenantAndItsOlderVersion() throws Exception {
        HttpRequest other = HttpRequest.newBuilder(URI.create(server.environment() + "/other/oauth2/v2.0/token"))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        assertThat(http.send(other).body()).contains("AADSTS90002");
        assertThat(askForToken("v2.0/", "", "").body()).contains("\"expires_in\":3599");
        assertThat(askForToken("", "", "").body()).contains("\"expires_in\":\"3599\"");
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

    private static final String STATUS =
            "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetMessageStatus";

    private String exports() {
        return server.exportJob().activityId().value();
    }

    private String imports() {
        return server.importJob().activityId().value();
    }

    private String enqueue(String query, String body) throws Exception {
        return http.post("/api/connector/enqueue/" + imports() + query, body)
                .body()
                .replace("\"", "");
    }

    private String state(String id) throws Exception {
        return http.post(STATUS, "{\"messageId\":\"" + id + "\"}").body();
    }

    private String jobStatus(String id) throws Exception {
        return http.get("/api/connector/jobstatus/" + imports() + "?jobid=" + id)
                .body();
    }

    private HttpResponse<String> askForToken(String version, String field, String value) throws Exception {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type", "client_credentials",
                "client_id", server.clientId(),
                "client_secret", server.clientSecret(),
                "scope", server.environment() + "/.default",
                "resource", server.environment().toString()));
        form.replace(field, value);
        String body = String.join(
                "&",
                form.entrySet().stream()
                        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .toList());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.environment() + "/" + server.tenantId() + "/oauth2/" + version + "token"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

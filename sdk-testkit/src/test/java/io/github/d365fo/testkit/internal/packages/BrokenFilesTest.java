package io.github.d365fo.testkit.internal.packages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.internal.admin.AdminClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can't be imported never is, whatever it is, and never keeps anybody from asking what became of it. */
class BrokenFilesTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<FakeConnectorServer, String> tokens = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void noFileThatCannotBeReadIsImported() throws Exception {
        Map<MessageId, String> messages = new LinkedHashMap<>();
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().administration(true).start()) {
            for (Map.Entry<String, byte[]> file : BrokenFiles.all().entrySet()) {
                messages.put(enqueue(server, "", file.getValue()), file.getKey());
                messages.put(enqueue(server, "?entity=Groups", file.getValue()), file.getKey() + ", with an entity");
            }
            server.clock().advance(Duration.ofMinutes(3));
            assertReportedEverywhere(server, messages);
        }
    }

    @Test
    void brokenFilesAreReportedAfterARestart() throws Exception {
        Map<MessageId, String> messages = new LinkedHashMap<>();
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().state(directory).start()) {
            int every = 0;
            for (Map.Entry<String, byte[]> file : BrokenFiles.all().entrySet()) {
                if (every++ % 23 == 0 || !file.getKey().matches("(cut|byte) .*")) {
                    messages.put(enqueue(server, "", file.getValue()), file.getKey());
                }
            }
            server.clock().advance(Duration.ofMinutes(3));
        }
        try (FakeConnectorServer server = FakeConnectorServer.builder()
                .state(directory)
                .administration(true)
                .start()) {
            assertReportedEverywhere(server, messages);
        }
    }

    @Test
    void thePackageApiRefusesThem() throws Exception {
        try (DataPlaneRig rig = new DataPlaneRig()) {
            for (Map.Entry<String, byte[]> file : BrokenFiles.all().entrySet()) {
                String body = DataPlaneRig.importBody(rig.upload(file.getValue()), "Groups", "", true, true);
                assertThat(rig.call("ImportFromPackage", body).statusCode())
                        .as(file.getKey())
                        .isEqualTo(400);
            }
            assertThat(rig.data().executions()).isEmpty();
            rig.importPackage("Groups", BrokenFiles.whole());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSenderOfABrokenFileIsTold(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            var job = face.job(server.client(), server.importJob().activityId().value());
            var file = EnqueueRequest.of(Payload.ofString("{\"ID\":1}")).entity("Groups");
            var outcome = job.enqueueAndAwait(file, Duration.ofHours(1));
            assertThat(outcome.isSuccess()).isFalse();
            assertThat(server.importJob().state(outcome.messageId().orElseThrow()))
                    .contains("PreProcessingError");
        }
    }

    @Test
    void whatCanBeReadIsImported() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("text", "x".getBytes(UTF_8));
        files.put("CSV", "[Group],{Name}\r\n1,\"a\r\nb\"\r\n".getBytes(UTF_8));
        files.put("CSV in a code page", "ID,NAME\r\n1,M\u00fcller\r\n".getBytes(ISO_8859_1));
        files.put("wide CSV", "\ufeffID\r\n1\r\n".getBytes(UTF_16LE));
        files.put("XML", "\n\n\n\n\n<Document><Group/></Document>".getBytes(UTF_8));
        files.put("wide XML", "\ufeff<Document/>".getBytes(UTF_16LE));
        files.put("a workbook", BrokenFiles.zip("xl/worksheets/sheet1.xml", "<worksheet><row/></worksheet>"));
        files.put("a package", BrokenFiles.whole());
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            Map<MessageId, String> messages = new LinkedHashMap<>();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                messages.put(enqueue(server, "?entity=Groups", file.getValue()), file.getKey());
            }
            messages.put(enqueue(server, "", BrokenFiles.whole()), "a package without an entity");
            server.clock().advance(Duration.ofMinutes(3));
            messages.forEach((id, what) ->
                    assertThat(server.importJob().state(id)).as(what).contains("Processed"));
        }
    }

    /** A package whose data file is broken arrives, and its entity fails. */
    @Test
    void aDataFileThatCannotBeReadFailsItsEntity() throws Exception {
        byte[] zip = DataPlaneRig.zip(
                DataPlaneRig.DataEntry.csv("Groups", "ID\r\n10\r\n"),
                new DataPlaneRig.DataEntry("Vendors", "XML-Element", "v.xml", "<Document>".getBytes(UTF_8)),
                new DataPlaneRig.DataEntry("Items", "EXCEL", "i.xlsx", "PK\u0003\u0004".getBytes(UTF_8)));
        try (DataPlaneRig rig = new DataPlaneRig()) {
            ExecutionId id = rig.importPackage("All", zip);
            rig.finish();
            assertThat(rig.data().execution(id).orElseThrow().status())
                    .isEqualTo(FakeExecution.Status.PARTIALLY_SUCCEEDED);
        }
    }

    private static void assertReportedEverywhere(FakeConnectorServer server, Map<MessageId, String> messages)
            throws Exception {
        messages.forEach(
                (id, what) -> assertThat(server.importJob().state(id)).as(what).contains("PreProcessingError"));
        assertThat(server.dataManagement().executions())
                .hasSameSizeAs(messages.keySet())
                .allMatch(run -> run.status() == FakeExecution.Status.FAILED);
        AdminClient admin = new AdminClient(server.environment());
        assertThat(admin.get("/executions").toString()).contains("Failed").doesNotContain("Succeeded");
        assertThat(admin.get("/overview").toString()).contains("PreProcessingError");
        assertThat(admin.get("/imports").isEmpty()).isFalse();
    }

    /** Over plain HTTP, since the client would not send some of it. */
    private MessageId enqueue(FakeConnectorServer server, String query, byte[] content) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(server.environment() + "/api/connector/enqueue/"
                                + server.importJob().activityId() + query))
                        .header("Authorization", "Bearer " + token(server))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return MessageId.of(answer.body().replace("\"", ""));
    }

    private String token(FakeConnectorServer server) {
        return tokens.computeIfAbsent(server, PlainHttp::token);
    }
}

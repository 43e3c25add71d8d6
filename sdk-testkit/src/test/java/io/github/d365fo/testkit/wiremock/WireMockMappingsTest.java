package io.github.d365fo.testkit.wiremock;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stubs of the testkit's jar in WireMock, as its users load them. */
class WireMockMappingsTest {
    private static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";
    private static final String ACTIONS = "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireMockServer server = new WireMockServer(
            options().dynamicPort().bindAddress("127.0.0.1").usingFilesUnderClasspath("d365fo-wiremock"));

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void everyOperationHasAStub() {
        Set<Operation> stubbed = server.getStubMappings().stream()
                .filter(stub -> stub.getMetadata() != null)
                .map(stub -> stub.getMetadata().getMetadata("d365fo").getString("operation"))
                .map(Operation::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operation.class)));
        assertThat(stubbed).isEqualTo(EnumSet.allOf(Operation.class));
    }

    @ParameterizedTest
    @EnumSource
    void theClientGoesAllTheWay(FaceUnderTest face) throws Exception {
        try (ConnectorClient client = client(TokenProvider.ofStatic(token()))) {
            RecurringJob job = face.job(client, ACTIVITY);
            DequeueResult message = job.dequeue().orElseThrow();
            Path file = directory.resolve("package.zip");
            job.download(message, file);
            job.acknowledge(message);
            assertThat(job.dequeue()).isEmpty();
            try (ZipFile zip = new ZipFile(file.toFile())) {
                assertThat(zip.getEntry("Customer groups.csv")).isNotNull();
            }
            MessageId id = job.enqueue(
                    EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
            assertThat(job.awaitProcessed(id, Duration.ofMinutes(1)).state()).isEqualTo(MessageState.PROCESSED);
            assertThat(job.jobStatus(id).entities().get(0).company()).contains("usmf");
        }
    }

    @ParameterizedTest
    @EnumSource
    void dataManagementClientReadsEveryMapping(FaceUnderTest face) {
        try (ConnectorClient client = client(TokenProvider.ofStatic("token"))) {
            DataManagement data = face.dataManagement(client);
            Duration enough = Duration.ofMinutes(1);
            ExecutionId execution = data.executionId(MessageId.of("f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11"))
                    .orElseThrow();
            assertThat(data.executionStatus(execution).isSuccess()).isTrue();
            assertThat(data.executionErrors(execution)).isEmpty();
            assertThat(data.entityStatuses(execution)).hasSize(1);
            assertThat(data.executionPage(execution)).isPresent();
            assertThat(data.entitySequence(List.of("Customers"))).isNotNull();
            assertThat(data.generateErrorKeys(execution, "Customers")).isTrue();
            assertThat(data.errorKeysUrl(execution, "Customers")).isPresent();
            assertThat(data.stagingErrorsUrl(execution, "Customers")).isPresent();
            assertThat(data.resetVersionToken("Stub project", "Customers", "AX"))
                    .isTrue();
            data.initialize();
            data.deleteExecutionHistory(execution);
            data.newImport(
                            Payload.ofString("PK"),
                            ImportRequest.of("Stub project").company("usmf"))
                    .await(enough);
            assertThat(data.downloadPackage(execution, directory.resolve("exported.zip"), enough)
                            .size())
                    .isPositive();
        }
    }

    @Test
    void whoBringsNoTokenIsRefused() {
        assertThat(send("GET", "/api/connector/dequeue/" + ACTIVITY, "", Map.of())
                        .statusCode())
                .isEqualTo(401);
    }

    /** What the contract says of each action: the parameters it needs, and that its value is flat. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetMessageStatus messageId",
                "GetExecutionIdByMessageId _messageId",
                "GetExecutionSummaryStatus executionId",
                "GetExecutionErrors executionId",
                "GetExecutionSummaryPageUrl executionId",
                "GetEntityExecutionSummaryStatusList executionId",
                "GetEntitySequence listOfDataEntities",
                "ImportFromPackage packageUrl definitionGroupId executionId execute overwrite legalEntityId",
                "ImportFromPackageAsync packageUrl definitionGroupId executionId execute overwrite legalEntityId",
                "ImportFromDMTPackage packageUrl definitionGroupId executionId execute overwrite legalEntityId"
                        + " importBatchGroupId failOnError",
                "ExportToPackage definitionGroupId packageName executionId reExecute legalEntityId",
                "ExportToPackageAsync definitionGroupId packageName executionId reExecute legalEntityId",
                "ExportToPackageDeltaAsync definitionGroupId packageName executionId reExecute legalEntityId",
                "ExportToPackagePreview definitionGroupId packageName executionId reExecute legalEntityId",
                "GenerateImportTargetErrorKeysFile executionId entityName",
                "DeleteExecutionHistoryJob executionId",
                "InitializeDataManagement",
                "ResetVersionToken definitionGroupId entityName sourceName"
            })
    void everyActionAnswersToItsParameters(String action) throws Exception {
        String[] words = action.split(" ");
        HttpResponse<String> answer = act(words[0], List.of(words).subList(1, words.length));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("value").isMissingNode()).isFalse();
        if (words.length > 1) {
            assertThat(act(words[0], List.of()).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetExportedPackageUrl", "GetImportTargetErrorKeysFileUrl", "GetImportStagingErrorFileUrl"})
    void addressesLeadBackToTheServer(String action) throws Exception {
        JsonNode answer =
                JSON.readTree(act(action, List.of("executionId", "entityName")).body());
        String address = answer.path("value").asText();
        assertThat(address).startsWith(server.baseUrl() + "/blob/dmf/");
        String path = address.substring(server.baseUrl().length());
        assertThat(send("GET", path, "", Map.of()).statusCode()).isEqualTo(200);
        assertThat(send("GET", path, "", Map.of("Authorization", "Bearer x")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPackageIsUploadedToTheAddressInTheText() throws Exception {
        JsonNode answer =
                JSON.readTree(act("GetAzureWriteUrl", List.of("uniqueFileName")).body());
        JsonNode inner = JSON.readTree(answer.path("value").asText());
        String path = inner.path("BlobUrl").asText().substring(server.baseUrl().length());
        assertThat(inner.path("BlobId").asText()).matches("\\{[0-9a-f-]{36}}");
        assertThat(send("PUT", path, "PK", Map.of("x-ms-blob-type", "BlockBlob"))
                        .statusCode())
                .isEqualTo(201);
    }

    private HttpResponse<String> act(String action, List<String> parameters) {
        String body =
                parameters.stream().map(name -> "\"" + name + "\":\"x\"").collect(Collectors.joining(",", "{", "}"));
        return send("POST", ACTIONS + action, body, Map.of("Authorization", "Bearer x"));
    }

    private String token() throws Exception {
        String answer = send("POST", "/tenant/oauth2/v2.0/token", "grant_type=client_credentials", Map.of())
                .body();
        return JSON.readTree(answer).path("access_token").asText();
    }

    private HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ConnectorClient client(TokenProvider tokens) {
        return ConnectorClient.builder()
                .environment("http://127.0.0.1:" + server.port())
                .tokenProvider(tokens)
                .build();
    }
}

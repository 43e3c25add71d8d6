package io.github.d365fo.connector.datamanagement;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.status.MessageState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action against WireMock: the body it sends, parameter by parameter, and what is made of the answer. */
class ActionsTest {
    private static final ExecutionId EXECUTION = ExecutionId.of("Customers-2026-03-01T03:00:00-ABC");
    private static final MessageId MESSAGE = MessageId.of("f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11");
    private static final SignedUrl PACKAGE = SignedUrl.of("https://acct.blob.core.windows.net/dmf/p.zip?sv=1&sig=s%2B");

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeEach
    void start() {
        server.start();
        server.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().withStatus(404)));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** An action as it is asked and answered. */
    record Action(String name, String body, String value, Function<DataManagement, Object> call, Object expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Function<DataManagement, Object> doing(java.util.function.Consumer<DataManagement> verb) {
        return data -> {
            verb.accept(data);
            return "done";
        };
    }

    private static final String EXECUTION_BODY = "{\"executionId\":\"" + EXECUTION + "\"}";
    private static final String ENTITY_BODY =
            "{\"executionId\":\"" + EXECUTION + "\",\"entityName\":\"Customer groups\"}";

    static List<Action> actions() {
        return List.of(
                new Action(
                        "GetMessageStatus",
                        "{\"messageId\":\"" + MESSAGE + "\"}",
                        "\"PreProcessError\"",
                        data -> data.messageStatus(MESSAGE).state(),
                        MessageState.PREPROCESSING_ERROR),
                new Action(
                        "GetExecutionIdByMessageId",
                        "{\"_messageId\":\"" + MESSAGE + "\"}",
                        "\"" + EXECUTION + "\"",
                        data -> data.executionId(MESSAGE).orElseThrow(),
                        EXECUTION),
                new Action(
                        "GetExecutionSummaryStatus",
                        EXECUTION_BODY,
                        "\"PartiallySucceeded\"",
                        data -> data.executionStatus(EXECUTION).state(),
                        ExecutionState.PARTIALLY_SUCCEEDED),
                new Action(
                        "GetExecutionErrors",
                        EXECUTION_BODY,
                        "\"[{\\\"RecordId\\\":\\\"479625\\\",\\\"Field\\\":\\\"\\\",\\\"ErrorMessage\\\":\\\"No.\\\"}]\"",
                        data -> data.executionErrors(EXECUTION).toString(),
                        "[record 479625: No.]"),
                new Action(
                        "GetExecutionSummaryPageUrl",
                        EXECUTION_BODY,
                        "\"https://contoso.example/?mi=DM&x=%7B1%7D\"",
                        data -> data.executionPage(EXECUTION).orElseThrow().toString(),
                        "https://contoso.example/?mi=DM&x=%7B1%7D"),
                new Action(
                        "GetEntityExecutionSummaryStatusList",
                        EXECUTION_BODY,
                        "[{\"EntityName\":\"Customer groups\",\"TargetRecords\":7,\"TargetStatus\":4}]",
                        data -> data.entityStatuses(EXECUTION)
                                .get(0)
                                .targetStatus()
                                .orElseThrow(),
                        "Finished"),
                new Action(
                        "GetEntitySequence",
                        "{\"listOfDataEntities\":\"Customer groups,Customers\"}",
                        "\"1,2\"",
                        data -> data.entitySequence(List.of("Customer groups", "Customers")),
                        "1,2"),
                new Action(
                        "GetAzureWriteUrl",
                        "{\"uniqueFileName\":\"p.zip\"}",
                        "\"{\\\"BlobId\\\":\\\"{B}\\\",\\\"BlobUrl\\\":\\\"" + PACKAGE.uri() + "\\\"}\"",
                        data -> data.writeUrl("p.zip").url(),
                        PACKAGE),
                new Action(
                        "GetExportedPackageUrl",
                        EXECUTION_BODY,
                        "{\"value\":\"" + PACKAGE.uri() + "\"}",
                        data -> data.exportedPackageUrl(EXECUTION).orElseThrow(),
                        PACKAGE),
                new Action(
                        "GenerateImportTargetErrorKeysFile",
                        ENTITY_BODY,
                        "true",
                        data -> data.generateErrorKeys(EXECUTION, "Customer groups"),
                        true),
                new Action(
                        "GetImportTargetErrorKeysFileUrl",
                        ENTITY_BODY,
                        "\"\"",
                        data -> data.errorKeysUrl(EXECUTION, "Customer groups").isPresent(),
                        false),
                new Action(
                        "GetImportStagingErrorFileUrl",
                        ENTITY_BODY,
                        "\"" + PACKAGE.uri() + "\"",
                        data -> data.stagingErrorsUrl(EXECUTION, "Customer groups")
                                .orElseThrow(),
                        PACKAGE),
                new Action(
                        "DeleteExecutionHistoryJob",
                        EXECUTION_BODY,
                        "\"\"",
                        doing(data -> data.deleteExecutionHistory(EXECUTION)),
                        "done"),
                new Action("InitializeDataManagement", "{}", "null", doing(DataManagement::initialize), "done"),
                new Action(
                        "ResetVersionToken",
                        "{\"definitionGroupId\":\"Customers\",\"entityName\":\"Customer groups\",\"sourceName\":\"AX\"}",
                        "\"True\"",
                        data -> data.resetVersionToken("Customers", "Customer groups", "AX"),
                        true));
    }

    static List<Action> starts() {
        List<Action> starts = new ArrayList<>();
        ImportRequest into = ImportRequest.of("Customers").executionId(EXECUTION);
        String imported = "{\"packageUrl\":\"" + PACKAGE.uri()
                + "\",\"definitionGroupId\":\"Customers\",\"executionId\":\"" + EXECUTION + "\",\"execute\":true,";
        for (ImportAction action : List.of(ImportAction.IMPORT_FROM_PACKAGE, ImportAction.IMPORT_FROM_PACKAGE_ASYNC)) {
            starts.add(new Action(
                    action.actionName(),
                    imported + "\"overwrite\":true,\"legalEntityId\":\"\"}",
                    "\"" + EXECUTION + "\"",
                    data -> data.importFromPackage(PACKAGE, into.action(action)),
                    EXECUTION));
        }
        starts.add(new Action(
                "ImportFromDMTPackage",
                imported
                        + "\"overwrite\":false,\"legalEntityId\":\"usmf\",\"importBatchGroupId\":\"night\",\"failOnError\":true}",
                "{\"value\":\"other\"}",
                data -> data.importFromPackage(
                        PACKAGE,
                        into.action(ImportAction.IMPORT_FROM_DMT_PACKAGE)
                                .overwrite(false)
                                .company("usmf")
                                .batchGroup("night")
                                .failOnError(true)),
                ExecutionId.of("other")));
        ExportRequest from = ExportRequest.of("Customers")
                .executionId(EXECUTION)
                .packageName("c.zip")
                .company("usmf")
                .reExecute(true);
        for (ExportAction action : ExportAction.values()) {
            starts.add(new Action(
                    action.actionName(),
                    "{\"definitionGroupId\":\"Customers\",\"packageName\":\"c.zip\",\"executionId\":\"" + EXECUTION
                            + "\",\"reExecute\":true,\"legalEntityId\":\"usmf\""
                            + (action.takesEntities() ? ",\"entityList\":\"Customer groups,Customers\"" : "")
                            + (action.takesPreviewCount() ? ",\"exportPreviewCount\":12" : "") + "}",
                    "{\"value\":\"" + EXECUTION + "\"}",
                    data -> data.exportToPackage(from.action(action)
                            .entities(List.of("Customer groups", "Customers"))
                            .previewCount(12)),
                    EXECUTION));
        }
        return starts;
    }

    static Stream<Arguments> cells() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face ->
                        Stream.concat(actions().stream(), starts().stream()).map(action -> Arguments.of(face, action)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("cells")
    void anActionSendsExactlyItsParametersAndReadsItsAnswer(FaceUnderTest face, Action action) {
        server.stubFor(post(urlEqualTo(path("", action.name())))
                .withHeader("Authorization", equalTo("Bearer good"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withHeader("OData-Version", equalTo("4.0"))
                .withRequestBody(equalToJson(action.body()))
                .willReturn(okJson("{\"@odata.context\":\"https://x/data/$metadata#Edm.String\",\"value\":"
                        + action.value() + "}")));
        try (ConnectorClient client = client("")) {
            assertThat(action.call().apply(face.dataManagement(client))).isEqualTo(action.expected());
        }
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void onPremisesHasItToo(FaceUnderTest face) {
        server.stubFor(post(urlEqualTo(path("/namespaces/AXSF", "GetExecutionSummaryStatus")))
                .willReturn(okJson("{\"value\":\"Executing\"}")));
        try (ConnectorClient client = client("/namespaces/AXSF")) {
            assertThat(face.dataManagement(client).executionStatus(EXECUTION).state())
                    .isEqualTo(ExecutionState.EXECUTING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithoutExecutionWasNotPickedUpYet(FaceUnderTest face) {
        for (String none : List.of("\"00000000-0000-0000-0000-000000000000\"", "\"\"", "null")) {
            server.stubFor(post(urlEqualTo(path("", "GetExecutionIdByMessageId")))
                    .willReturn(okJson("{\"value\":" + none + "}")));
            try (ConnectorClient client = client("")) {
                assertThat(face.dataManagement(client).executionId(MESSAGE)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anActionWithoutBodyInItsAnswerIsDone(FaceUnderTest face) {
        server.stubFor(post(urlEqualTo(path("", "InitializeDataManagement")))
                .willReturn(aResponse().withStatus(204)));
        try (ConnectorClient client = client("")) {
            face.dataManagement(client).initialize();
        }
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    private static String path(String base, String action) {
        return base + "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities." + action;
    }

    private ConnectorClient client(String path) {
        return ConnectorClient.builder()
                .environment("http://127.0.0.1:" + server.port() + path)
                .tokenProvider(TokenProvider.ofStatic("good"))
                .retryPolicy(RetryPolicy.none())
                .build();
    }
}

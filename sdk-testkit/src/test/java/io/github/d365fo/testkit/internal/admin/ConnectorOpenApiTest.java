package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.d365fo.testkit.TestPackages;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.internal.datamanagement.ODataAction;
import io.swagger.parser.OpenAPIParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document of the service's own paths, held against what the server answers. */
class ConnectorOpenApiTest extends AdministeredServer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document = admin.get("/connector-openapi.json");

    @Test
    void theOfficialParserHasNothingToObject() {
        assertThat(new OpenAPIParser()
                        .readContents(document.toString(), null, null)
                        .getMessages())
                .isEmpty();
    }

    @Test
    void everyActionIsThere() {
        List<String> actions = new ArrayList<>();
        document.path("paths").fieldNames().forEachRemaining(path -> {
            if (path.startsWith(DataPlaneRig.ACTIONS)) {
                actions.add(path.substring(DataPlaneRig.ACTIONS.length()));
            }
        });
        assertThat(actions)
                .containsExactlyInAnyOrder(Arrays.stream(ODataAction.values())
                        .map(action -> action.wireName)
                        .toArray(String[]::new));
    }

    /** With empty values for all that is required, so that each operation answers, if only with a rejection. */
    @Test
    void everyAnswerIsAsDescribed() throws Exception {
        int answers = 0;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (!operation.getKey().equals("parameters")) {
                    String target = path.getKey().replaceAll("\\{\\w+}", "nobody");
                    assertAsDescribed(operation.getKey(), path.getKey(), target, body(operation.getValue()));
                    answers++;
                }
            }
        }
        assertThat(answers).isGreaterThan(30);
    }

    @Test
    void aDeliveryAndAStatusAreAsDescribed() throws Exception {
        String exports = "/" + server.exportJob().activityId();
        server.exportJob().publish(TestPackages.tiny());
        String delivery =
                assertAsDescribed("get", "/api/connector/dequeue/{activityId}", "/api/connector/dequeue" + exports, "");
        assertThat(delivery).contains("PopReceipt");
        server.exportJob().publishWithoutFile("nothing to export");
        assertAsDescribed("get", "/api/connector/dequeue/{activityId}", "/api/connector/dequeue" + exports, "");
        assertAsDescribed("post", "/api/connector/ack/{activityId}", "/api/connector/ack" + exports, delivery);
        String imports = "/" + server.importJob().activityId();
        String id = assertAsDescribed(
                        "post",
                        "/api/connector/enqueue/{activityId}",
                        "/api/connector/enqueue" + imports + "?entity=Groups",
                        "<Document><A/></Document>")
                .replace("\"", "");
        String status = "/api/connector/jobstatus" + imports + "?jobId=" + id;
        assertAsDescribed("get", "/api/connector/jobstatus/{activityId}", status, "");
        server.clock().advance(Duration.ofMinutes(2));
        assertThat(assertAsDescribed("get", "/api/connector/jobstatus/{activityId}", status, ""))
                .contains("EntityName");
    }

    @Test
    void whatActionsReturnIsAsDescribed() throws Exception {
        server.dataManagement().project("Groups");
        String execution = JSON.readTree(action("ExportToPackage", DataPlaneRig.exportBody("Groups", "", false)))
                .path("value")
                .asText();
        server.clock().advance(Duration.ofMinutes(2));
        String id = "{\"executionId\":\"" + execution + "\"}";
        String entity = "{\"executionId\":\"" + execution + "\",\"entityName\":\"A\"}";
        for (String name : List.of(
                "GetExecutionSummaryStatus",
                "GetExecutionErrors",
                "GetExecutionSummaryPageUrl",
                "GetEntityExecutionSummaryStatusList",
                "GetExportedPackageUrl")) {
            action(name, id);
        }
        action("GenerateImportTargetErrorKeysFile", entity);
        action("GetImportTargetErrorKeysFileUrl", entity);
        action("GetImportStagingErrorFileUrl", entity);
        action("GetAzureWriteUrl", "{\"uniqueFileName\":\"a.zip\"}");
        action("ResetVersionToken", "{\"definitionGroupId\":\"Groups\",\"entityName\":\"A\",\"sourceName\":\"S\"}");
        action("DeleteExecutionHistoryJob", id);
    }

    private String action(String name, String body) throws Exception {
        String path = DataPlaneRig.ACTIONS + name;
        HttpResponse<String> answer = send("post", path, body);
        assertThat(answer.statusCode()).as("%s: %s", name, answer.body()).isEqualTo(200);
        return assertAsDescribed("post", path, path, body, answer);
    }

    private String assertAsDescribed(String method, String path, String target, String body) throws Exception {
        return assertAsDescribed(method, path, target, body, send(method, target, body));
    }

    private String assertAsDescribed(
            String method, String path, String target, String body, HttpResponse<String> answer) throws IOException {
        JsonNode response = resolve(document.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(String.valueOf(answer.statusCode())));
        assertThat(response.isObject())
                .as("%s %s: %s", method, target, answer.statusCode())
                .isTrue();
        JsonNode schema = response.at("/content/application~1json/schema");
        if (!schema.isMissingNode()) {
            ObjectNode root = schema.deepCopy();
            root.set("components", document.path("components"));
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(root)
                            .validate(JSON.readTree(answer.body())))
                    .as("%s %s: %s", method, target, answer.body())
                    .isEmpty();
        }
        return answer.body();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static String body(JsonNode operation) {
        ObjectNode body = JSON.createObjectNode();
        operation
                .at("/requestBody/content/application~1json/schema/properties")
                .fields()
                .forEachRemaining(field -> {
                    switch (field.getValue().path("type").asText()) {
                        case "boolean" -> body.put(field.getKey(), false);
                        case "integer" -> body.put(field.getKey(), 1);
                        default -> body.put(field.getKey(), "");
                    }
                });
        return body.toString();
    }

    private HttpResponse<String> send(String method, String target, String body) throws Exception {
        return server.httpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.environment() + target.replace("$", "%24")))
                                .header("Authorization", "Bearer " + PlainHttp.token(server))
                                .header("Content-Type", "application/json")
                                .method(
                                        method.toUpperCase(Locale.ROOT),
                                        method.equals("get")
                                                ? HttpRequest.BodyPublishers.noBody()
                                                : HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}

package io.github.d365fo.testkit.internal.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.DataPlaneRig.DataEntry;
import io.github.d365fo.testkit.harness.PlainHttp;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** What scripts read at {@code /data} beside the actions. */
class EntitiesTest {
    private static final String GROUPS = "/data/DataManagementDefinitionGroups";
    private static final String DETAILS = "/data/DataManagementExecutionJobDetails";

    private final DataPlaneRig rig = new DataPlaneRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private HttpResponse<String> send(String method, String path, String query, String body) throws Exception {
        String encoded = Arrays.stream(query.split("&", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.substring(0, part.indexOf('=') + 1)
                        + URLEncoder.encode(part.substring(part.indexOf('=') + 1), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        return rig.http.send(
                HttpRequest.newBuilder(URI.create(rig.server.environment() + path + encoded))
                        .header("Authorization", "Bearer " + PlainHttp.token(rig.server))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path, String query) throws Exception {
        HttpResponse<String> answer = send("GET", path, query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("OData-Version")).hasValue("4.0");
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void aScriptCreatesAProjectUnlessItIsThereAndFindsIt() throws Exception {
        assertThat(send("GET", GROUPS + "('My%20import')", "", "").statusCode()).isEqualTo(404);
        String body = "{\"Name\":\"My import\",\"Description\":\"d\",\"OperationType\":\"Import\","
                + "\"ProjectCategory\":\"Configuration\",\"GenerateDataPackage\":\"No\"}";
        HttpResponse<String> created = send("POST", GROUPS, "", body);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location"))
                .hasValue(rig.server.environment() + GROUPS + "('My%20import')");
        assertThat(send("POST", GROUPS, "", body).body()).contains("already exists");
        assertThat(send("POST", GROUPS, "", "{}").statusCode()).isEqualTo(400);
        assertThat(send("POST", GROUPS, "", "no JSON").statusCode()).isEqualTo(400);
        JsonNode found = get(GROUPS + "('my%20IMPORT')", "");
        assertThat(found.path("Name").asText()).isEqualTo("My import");
        assertThat(found.path("Description").asText()).isEqualTo("d");
        assertThat(found.path("@odata.context").asText())
                .isEqualTo(rig.server.environment() + "/data/$metadata#DataManagementDefinitionGroups/$entity");
        assertThat(get(
                                GROUPS
                                        + "(Name='My%20import',OperationType=Microsoft.Dynamics.DataEntities.DMFOperationType'Import')",
                                "")
                        .path("Name")
                        .asText())
                .isEqualTo("My import");
        assertThat(rig.data().projects()).hasSize(1);
    }

    @Test
    void executionsAreFoundByTheirProjectAndShowTheirEntities() throws Exception {
        rig.data()
                .endEntity(
                        "Customers",
                        ExecutionOutcome.partiallySucceeded(ErrorRow.target("7", "Group 10 does not exist")));
        ExecutionId id = rig.importPackage(
                "It's mine",
                DataPlaneRig.zip(DataEntry.csv("Groups", "A\r\n1\r\n"), DataEntry.csv("Customers", "A\r\n1\r\n2\r\n")));
        assertThat(get(DETAILS, "$filter=DefinitionGroupId eq 'it''s MINE'").path("value"))
                .isEmpty();
        rig.server.clock().advance(Duration.ofSeconds(3));
        JsonNode waiting = get(DETAILS, "$filter=DefinitionGroupId eq 'it''s MINE'&$select=JobId");
        assertThat(waiting.at("/value/0").toString()).isEqualTo("{\"JobId\":\"" + id + "\"}");
        rig.finish();
        JsonNode rows = get(
                DETAILS,
                "$filter=JobId eq '" + id.value().replace("'", "''")
                        + "' and EntityName eq 'Customers'&$count=true&cross-company=true");
        assertThat(rows.path("@odata.count").asInt()).isOne();
        JsonNode row = rows.at("/value/0");
        assertThat(row.path("StagingStatus").asText()).isEqualTo("Finished");
        assertThat(row.path("TargetStatus").asText()).isEqualTo("Error");
        assertThat(row.path("TargetRecordsCreatedCount").asInt()).isOne();
        assertThat(get(DETAILS, "$top=1&$skip=1").path("value")).hasSize(1);
        assertThat(get(DETAILS, "$filter=TargetRecordsCreatedCount eq 0").path("value"))
                .isEmpty();
    }

    @Test
    void legalEntitiesAreAllThereAndThoseOfTheJobsAreListed() throws Exception {
        rig.server.importJob().legalEntity("dat");
        assertThat(get("/data/LegalEntities", "").at("/value/0/LegalEntityId").asText())
                .isEqualTo("DAT");
        assertThat(get("/data/LegalEntities('usrt')", "").path("LegalEntityId").asText())
                .isEqualTo("USRT");
        assertThat(send("GET", "/data/LegalEntities('NOBODY')", "", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void everythingIsInTheMetadata() throws Exception {
        HttpResponse<String> answer = send("GET", "/data/$metadata", "", "");
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("Action").getLength()).isEqualTo(ODataAction.values().length);
        assertThat(get("/data", "").path("value").findValuesAsText("name"))
                .hasSize(document.getElementsByTagName("EntitySet").getLength())
                .allSatisfy(name -> assertThat(answer.body()).contains("EntitySet Name=\"" + name + "\""));
        rig.data().project("P");
        get(GROUPS, "")
                .at("/value/0")
                .fieldNames()
                .forEachRemaining(name -> assertThat(answer.body()).contains("Property Name=\"" + name + "\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $filter=Nonsense eq 'x'              | property named 'Nonsense'
            $filter=JobId ne 'x'                 | only as FIELD eq 'VALUE'
            $filter=JobId eq 'x' or JobId eq 'y' | only as FIELD eq 'VALUE'
            $filter=JobId eq 'x' and             | only as FIELD eq 'VALUE'
            $filter=startswith(JobId,'x')        | only as FIELD eq 'VALUE'
            $select=JobId,Nonsense               | property named 'Nonsense'
            $orderby=JobId                       | query option '$orderby'
            $top=many                            | Invalid value for $top
            """)
    void whatTheFakeDoesNotUnderstandIsRejected(String query, String reason) throws Exception {
        HttpResponse<String> answer = send("GET", DETAILS, query, "");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(reason);
    }

    @Test
    void nothingIsReadWithoutATokenOrByAnotherMethod() throws Exception {
        for (String path : new String[] {GROUPS, DETAILS, "/data", "/data/$metadata", "/data/LegalEntities('usmf')"}) {
            assertThat(rig.get(URI.create(rig.server.environment() + path)).statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(send("DELETE", path, "", "").statusCode()).as(path).isEqualTo(405);
        }
        assertThat(send("GET", "/data/CustomersV3", "", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", DETAILS, "", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void anActionWithoutParametersNeedsNoBodyAndTwoSlashesAreOne() throws Exception {
        assertThat(rig.call("InitializeDataManagement", "").statusCode()).isEqualTo(204);
        assertThat(rig.call("GetExecutionSummaryStatus", "").body()).contains("Model state is invalid");
        assertThat(send("GET", "/" + GROUPS, "", "").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/" + DataPlaneRig.ACTIONS + "InitializeDataManagement", "", "{}")
                        .statusCode())
                .isEqualTo(204);
    }
}

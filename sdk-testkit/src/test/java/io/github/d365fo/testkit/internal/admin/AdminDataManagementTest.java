package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.testkit.TestPackages;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.internal.datamanagement.SamplePackage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Data management that is directed over HTTP, as a client then finds it. */
class AdminDataManagementTest extends AdministeredServer {
    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource
    void aProjectDeliversWhatWasPublished(FaceUnderTest face) {
        assertThat(admin.get("/projects")).isEmpty();
        JsonNode made = admin.call("POST", "/projects", "{\"name\":\"Customers 100% + more\"}", 201);
        assertThat(made.path("executions").asInt()).isZero();
        byte[] content = TestPackages.tiny();
        admin.call("PUT", "/projects/customers%20100%25%20+%20more/export", content, 204);
        face.dataManagement(server.client())
                .newExport(ExportRequest.of("Customers 100% + more"))
                .download(directory.resolve("customers.zip"), HOUR);
        assertThat(directory.resolve("customers.zip")).hasBinaryContent(content);

        JsonNode overview = admin.get("/overview");
        assertThat(overview.path("projects")).isEqualTo(admin.get("/projects"));
        assertThat(overview.at("/projects/0/name").asText()).isEqualTo("Customers 100% + more");
        assertThat(overview.at("/projects/0/executions").asInt()).isOne();
        JsonNode execution = overview.at("/executions/0");
        assertThat(execution.path("kind").asText()).isEqualTo("EXPORT");
        assertThat(execution.path("status").asText()).isEqualTo("Succeeded");
        assertThat(admin.get(
                        "/executions/" + encode(execution.path("executionId").asText())))
                .isEqualTo(execution);
    }

    @ParameterizedTest
    @EnumSource
    void outcomesOfTheProjectComeFirst(FaceUnderTest face) throws Exception {
        admin.call("POST", "/projects", "{\"name\":\"Groups\"}", 201);
        admin.call("PUT", "/projects/Groups/outcome", "{\"status\":\"Canceled\"}", 204);
        admin.call("POST", "/outcomes", "{\"status\":\"PartiallySucceeded\",\"errors\":[{\"message\":\"any\"}]}", 204);
        admin.call("POST", "/projects/GROUPS/outcomes", "{\"status\":\"Failed\"}", 204);
        DataManagement data = face.dataManagement(server.client());
        for (int i = 0; i < 4; i++) {
            run(data, ImportRequest.of("Groups").overwrite(true));
        }
        assertThat(admin.get("/executions").findValuesAsText("status"))
                .containsExactly("Failed", "PartiallySucceeded", "Canceled", "Canceled");
    }

    @ParameterizedTest
    @EnumSource
    void rowsFailAsPlannedAndTheirFilesAreAsGiven(FaceUnderTest face) throws Exception {
        admin.call(
                "POST",
                "/outcomes",
                "{\"status\":\"PartiallySucceeded\",\"errors\":[{\"entity\":\"Customer groups\",\"recordId\":\"2\","
                        + "\"field\":\"CUSTOMERGROUPID\",\"message\":\"Group 2 is closed\"},"
                        + "{\"message\":\"Text is too long\",\"inStaging\":true}],"
                        + "\"records\":{\"Customer groups\":50},"
                        + "\"stagingErrorFiles\":{\"Customer groups\":\"the staging file\"},"
                        + "\"targetErrorKeysFiles\":{\"Customer groups\":\"the keys\"}}",
                204);
        DataManagement data = face.dataManagement(server.client());
        ImportOutcome outcome = run(data, ImportRequest.of("Groups").company("usmf"));
        assertThat(outcome.errors())
                .extracting(Object::toString)
                .containsExactly("record 2: CUSTOMERGROUPID: Group 2 is closed", "Text is too long");
        ExecutionId id = outcome.executionId().orElseThrow();
        data.downloadErrorKeys(id, SamplePackage.ENTITY, directory.resolve("keys"), HOUR);
        data.downloadStagingErrors(id, SamplePackage.ENTITY, directory.resolve("staging"));
        assertThat(directory.resolve("keys")).hasContent("the keys");
        assertThat(directory.resolve("staging")).hasContent("the staging file");

        JsonNode execution = admin.get("/executions").get(0);
        assertThat(execution.path("company").asText()).isEqualTo("usmf");
        assertThat(execution.at("/entities/0/entity").asText()).isEqualTo(SamplePackage.ENTITY);
        assertThat(execution.at("/entities/0/stagingRecords").asInt()).isEqualTo(50);
        assertThat(execution.at("/entities/0/targetErrors").asInt()).isOne();
        assertThat(execution.at("/errors/0/field").asText()).isEqualTo("CUSTOMERGROUPID");
        assertThat(execution.at("/errors/1/inStaging").asBoolean()).isTrue();
        assertThat(execution.at("/errors/1").has("recordId")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void blobsAreSeenReadAndDeletedWithoutASignature(FaceUnderTest face) throws Exception {
        DataManagement data = face.dataManagement(server.client());
        run(data, ImportRequest.of("Groups"));
        JsonNode blobs = admin.get("/blobs");
        assertThat(blobs).hasSize(1);
        assertThat(blobs.at("/0/contentType").asText()).isNotEmpty();
        assertThat(blobs.at("/0/etag").asText()).startsWith("\"0x8DE");
        assertThat(blobs.toString()).doesNotContain("sig", "se=");
        String path = "/blobs/" + encode(blobs.at("/0/name").asText());
        byte[] content = admin.send("GET", path + "/content", new byte[0]).body();
        assertThat(content)
                .hasSize(blobs.at("/0/size").asInt())
                .isEqualTo(server.dataManagement().blobs().get(0).bytes());
        admin.call("DELETE", path, "", 204);
        assertThat(admin.get("/blobs")).isEmpty();
        assertThat(admin.refusal("DELETE", path, "", 404)).startsWith("name: there is no such blob");
        assertThat(admin.refusal("GET", path + "/content", "", 404)).startsWith("name: there is no such blob");
    }

    @ParameterizedTest
    @EnumSource
    void theEntitiesOfTheEnvironmentAreListed(FaceUnderTest face) throws Exception {
        DataManagement data = face.dataManagement(server.client());
        set("{\"onlyEntities\":[\"Vendors V2\"]}");
        assertThatThrownBy(() -> run(data, ImportRequest.of("Groups"))).isInstanceOf(ServiceException.class);
        set("{\"executionsTake\":\"PT1M\"}");
        assertThatThrownBy(() -> run(data, ImportRequest.of("Groups"))).isInstanceOf(ServiceException.class);
        set("{\"onlyEntities\":[]}");
        assertThat(run(data, ImportRequest.of("Groups")).isSuccess()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void executionsTakeTheConfiguredTime(FaceUnderTest face) {
        set("{\"executionsTake\":\"PT10M\",\"detailsAfter\":\"PT1M\"}");
        ExecutionId id = export(face);
        assertThat(status(id)).isEqualTo("Unknown");
        server.clock().advance(Duration.ofMinutes(1));
        assertThat(status(id)).isEqualTo("NotRun");
        server.clock().advance(Duration.ofMinutes(1));
        assertThat(status(id)).isEqualTo("Executing");
        server.clock().advance(Duration.ofMinutes(8));
        assertThat(status(id)).isEqualTo("Succeeded");
    }

    @ParameterizedTest
    @EnumSource
    void theFirstQuestionsAboutAnExecutionAreRefused(FaceUnderTest face) {
        set("{\"detailsAfter\":\"PT0S\",\"detailsAfterCalls\":1}");
        ExecutionId id = export(face);
        DataManagement data = face.dataManagement(server.client());
        assertThatThrownBy(() -> data.executionStatus(id))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("Execution details were not found");
        assertThat(data.executionStatus(id).isTerminal()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aCompositeEntityIsNotOverwritten(FaceUnderTest face) throws Exception {
        DataManagement data = face.dataManagement(server.client());
        set("{\"compositeEntities\":[\"" + SamplePackage.ENTITY + "\"]}");
        assertThatThrownBy(() -> run(data, ImportRequest.of("Groups").overwrite(true)))
                .isInstanceOf(ServiceException.class);
        set("{\"compositeEntities\":[]}");
        assertThat(run(data, ImportRequest.of("Groups").overwrite(true)).isSuccess())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAGuessCanBeSwitched(FaceUnderTest face) {
        set("{\"nestedExportValues\":true,\"entityStatusTexts\":true,\"parallelImports\":true,"
                + "\"sasVersion\":\"2021-08-06\",\"uploadPermissions\":\"rwd\",\"versionHeaderRefused\":true}");
        assertThat(face.dataManagement(server.client())
                        .writeUrl("a.zip")
                        .url()
                        .uri()
                        .getQuery())
                .contains("sv=2021-08-06");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"onlyEntities":"Customers V3"}                             | onlyEntities: expected a list of texts
            {"executionsTake":"-PT1S"}                                  | executionsTake: expected zero or more, but got PT-1S
            {"executionsTake":"soon"}                                   | executionsTake: expected a duration such as
            {"executionsTake":"PT1H","detailsAfter":"-PT1S"}            | detailsAfter: expected zero or more
            {"executionsTake":"PT1H","sasVersion":"new"}                | sasVersion: expected a date
            {"sasVersion":"2021-08-06","uploadPermissions":"x"}         | uploadPermissions: expected some of the letters
            {"executionsTake":"PT1H","parallelImports":1}               | parallelImports: expected true or false
            {"executionsTake":"PT1H","detailsAfterCalls":-1}            | detailsAfterCalls: expected zero or more, but got -1
            {"executionsTake":"PT1H","compositeEntities":1}             | compositeEntities: expected a list of texts
            {"nestedExportValues":"x"}                                  | nestedExportValues: expected true or false
            {"entityStatusTexts":"x"}                                   | entityStatusTexts: expected true or false
            {"unseen":"PT1S"}                                           | unseen: expected one of the fields
            """)
    void settingsThatMakeNoSenseAreRefusedAsAWhole(String body, String reason) {
        assertThat(admin.refusal("PATCH", "/data-management", body, 400)).startsWith(reason);
        ExecutionId id = export(FaceUnderTest.BLOCKING);
        server.clock().advance(Duration.ofSeconds(30));
        assertThat(status(id)).isEqualTo("Succeeded");
    }

    @Test
    void unknownResourcesAreNotFound() {
        assertThat(admin.refusal("PUT", "/projects/Nobody/export", "PK", 404)).startsWith("name: there is no such");
        assertThat(admin.refusal("PUT", "/projects/Nobody/outcome", "{\"status\":\"Failed\"}", 404))
                .startsWith("name: there is no such");
        assertThat(admin.refusal("POST", "/projects/Nobody/outcomes", "{\"status\":\"Failed\"}", 404))
                .startsWith("name: there is no such");
        assertThat(admin.get("/projects")).isEmpty();
        assertThat(admin.refusal("POST", "/projects", "{\"name\":\" \"}", 400)).startsWith("name: expected a text");
        assertThat(admin.refusal("POST", "/projects", "{}", 400)).startsWith("name: expected a text");
        assertThat(admin.refusal("GET", "/executions/nobody", "", 404)).startsWith("executionId: there is no");
        assertThat(admin.refusal("GET", "/executions/%20", "", 400)).isNotEmpty();
    }

    private void set(String settings) {
        admin.call("PATCH", "/data-management", settings, 204);
    }

    private String status(ExecutionId id) {
        return admin.get("/executions/" + encode(id.value())).path("status").asText();
    }

    private ExecutionId export(FaceUnderTest face) {
        admin.call("POST", "/projects", "{\"name\":\"Customers\"}", 201);
        return face.dataManagement(server.client()).exportToPackage(ExportRequest.of("Customers"));
    }

    private static ImportOutcome run(DataManagement data, ImportRequest request) throws Exception {
        return data.newImport(Payload.ofBytes(SamplePackage.of(5)), request).await(HOUR);
    }

    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

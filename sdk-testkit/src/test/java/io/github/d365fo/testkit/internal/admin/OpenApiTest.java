package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.testkit.internal.http.Door;
import io.github.d365fo.testkit.internal.server.Names;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** The document describes the routes that there are, and no others, and is as the standard has it. */
class OpenApiTest extends AdministeredServer {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final String JSON = "/content/application~1json";

    private final JsonNode document = admin.document();

    private record Operation(String method, String path, JsonNode description) {
        String name() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    @Test
    void theDocumentAndTheRoutesAreTheSame() {
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(operations())
                .extracting(Operation::name)
                .containsExactlyInAnyOrderElementsOf(new AdminApi(administered(), Path.of("unused")).operations());
    }

    private Administered administered() {
        return new Administered(
                new Names(List.of(Door.onLoopback(1, Door.Speech.PLAIN)), List.of()),
                Mockito.mock(),
                server.identity(),
                server.clientSecret(),
                Mockito.mock(JobBoard.class),
                server.dataManagement(),
                server.clock(),
                server.faults(),
                server::requests,
                server::reset);
    }

    @Test
    void everyOperationHasANameASummaryAndItsRefusals() {
        Set<String> ids = new HashSet<>();
        assertThat(operations()).allSatisfy(operation -> {
            JsonNode responses = operation.description().path("responses");
            assertThat(ids.add(operation.description().path("operationId").asText()))
                    .isTrue();
            assertThat(operation.description().path("summary").asText()).endsWith(".");
            assertThat(responses.has("403")).isTrue();
            assertThat(responses.has("404")).isEqualTo(operation.path().contains("{"));
            assertThat(responses.has("400"))
                    .isEqualTo(operation.path().contains("{")
                            || operation.description().has("requestBody"));
        });
    }

    @Test
    void everyVariableIsDescribed() {
        document.path("paths").fields().forEachRemaining(path -> {
            List<String> names = path.getValue().path("parameters").findValuesAsText("name");
            assertThat(path.getKey().replaceAll("\\{(\\w+)}", "{}"))
                    .isEqualTo(
                            names.stream().reduce(path.getKey(), (text, name) -> text.replace("{" + name + "}", "{}")));
            assertThat(names).hasSize(path.getKey().contains("{") ? 1 : 0);
        });
    }

    @Test
    void theOfficialParserHasNothingToObject() {
        SwaggerParseResult result = new OpenAPIParser().readContents(document.toString(), null, null);
        assertThat(result.getMessages()).isEmpty();
        OpenAPI parsed = result.getOpenAPI();
        List<String> understood = new ArrayList<>();
        parsed.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach(
                                (PathItem.HttpMethod method, Object operation) -> understood.add(method + " " + path)));
        assertThat(understood)
                .containsExactlyInAnyOrderElementsOf(
                        operations().stream().map(Operation::name).toList());
        assertThat(parsed.getComponents().getSchemas().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        () -> document.at("/components/schemas").fieldNames());
    }

    @Test
    void theOfficialParserObjectsToWhatIsWrong() {
        String broken = document.toString().replace("\"in\":\"path\"", "\"in\":\"nowhere\"");
        assertThat(new OpenAPIParser().readContents(broken, null, null).getMessages())
                .isNotEmpty();
    }

    @Test
    void everyBodyOfJsonHasAnExampleThatIsAsDescribed() {
        List<JsonNode> bodies = new ArrayList<>();
        for (Operation operation : operations()) {
            bodies.add(operation.description().path("requestBody").at(JSON));
            operation
                    .description()
                    .path("responses")
                    .forEach(response -> bodies.add(admin.resolve(response).at(JSON)));
        }
        bodies.removeIf(JsonNode::isMissingNode);
        assertThat(bodies).hasSizeGreaterThan(60).allSatisfy(body -> {
            assertThat(body.has("example")).isTrue();
            admin.valid(body.path("schema"), body.path("example"));
        });
    }

    @Test
    void everySchemaSaysWhatItIsAndIsUsed() {
        String text = document.toString();
        assertThat(document.at("/components/schemas").fields()).toIterable().allSatisfy(schema -> {
            assertThat(schema.getValue().path("description").asText()).endsWith(".");
            assertThat(text).contains("\"#/components/schemas/" + schema.getKey() + "\"");
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.findValues("$ref"))
                .hasSizeGreaterThan(20)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.asText().substring(1)).isObject())
                        .isTrue());
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    operations.add(new Operation(member.getKey(), path.getKey(), member.getValue()));
                } else {
                    assertThat(member.getKey()).isEqualTo("parameters");
                }
            }
        }
        return operations;
    }
}

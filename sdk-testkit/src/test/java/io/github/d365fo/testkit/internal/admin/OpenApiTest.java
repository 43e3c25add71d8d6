package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document describes the routes that there are, and no others. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    @Test
    void theDocumentAndTheRoutesAreTheSame() {
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().administration(true).start()) {
            JsonNode document = new AdminClient(server.environment()).document();
            assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
            List<String> described = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            document.path("paths")
                    .fields()
                    .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                        if (METHODS.contains(operation.getKey())) {
                            described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                            assertThat(ids.add(operation
                                            .getValue()
                                            .path("operationId")
                                            .asText()))
                                    .isTrue();
                            assertThat(operation.getValue().path("summary").asText())
                                    .endsWith(".");
                            assertThat(operation.getValue().path("responses").has("403"))
                                    .isTrue();
                        } else {
                            assertThat(path.getKey())
                                    .contains("{"
                                            + operation
                                                    .getValue()
                                                    .get(0)
                                                    .path("name")
                                                    .asText() + "}");
                        }
                    }));
            assertThat(described)
                    .containsExactlyInAnyOrderElementsOf(new AdminApi(server, Path.of("unused")).operations());
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().administration(true).start()) {
            JsonNode document = new AdminClient(server.environment()).document();
            List<JsonNode> references = document.findValues("$ref");
            assertThat(references)
                    .hasSizeGreaterThan(20)
                    .allSatisfy(reference -> assertThat(
                                    document.at(reference.asText().substring(1)).isObject())
                            .isTrue());
        }
    }
}

package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestClock;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever number or duration the administration is given is taken or refused by the name of its field. */
class AdminNumbersTest extends AdministeredServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> DURATIONS = List.of(
            "\"PT99999999999999H\"",
            "\"PT-99999999999999H\"",
            "\"P106751991167300D\"",
            "\"P36501D\"",
            "\"PT-5S\"",
            "\"PT0S\"",
            "\"P36500D\"",
            "\"soon\"",
            "30",
            "true");
    private static final List<String> NUMBERS = List.of(
            "-1", "0", "-9223372036854775808", "9223372036854775807", "1e30", "-1e400", "2147483648", "\"1\"", "1.5");
    /** Those whose time may lie in the past, or whose length may be too short. */
    private static final String MAY_BE_NEGATIVE = "secretLifetime|lifetime|ahead|after|seed|difference";

    /** A field of a request: the request without it, where it is, and what to try. */
    private record Field(
            String method, String path, ObjectNode body, String pointer, String name, List<String> values) {
        @Override
        public String toString() {
            return method + " " + path + " " + pointer + "/" + name;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyNumberIsTakenOrNamed(FaceUnderTest face) throws Exception {
        List<Field> fields = fields(imports(face)
                .enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("Groups"))
                .value());
        assertThat(fields).hasSizeGreaterThan(25);
        for (Field field : fields) {
            for (String value : field.values()) {
                tried(field, value);
            }
        }
        admin.get("/overview");
        assertThat(dequeue().statusCode()).isEqualTo(401);
    }

    private void tried(Field field, String value) throws Exception {
        ObjectNode body = field.body().deepCopy();
        ((ObjectNode) body.at(field.pointer())).set(field.name(), JSON.readTree(value));
        HttpResponse<byte[]> answer =
                admin.send(field.method(), field.path(), body.toString().getBytes(StandardCharsets.UTF_8));
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.statusCode() == 400) {
            assertThat(JSON.readTree(text).path("error").asText())
                    .as("%s %s", field, value)
                    .matches("(?s)(" + field.name() + "|records): .*");
        } else {
            assertThat(answer.statusCode()).as("%s %s: %s", field, value, text).isBetween(200, 204);
            assertThat(value).as("%s", field).doesNotContain("99999", "P36501D", "1673", "e30", "e400", "soon", "1.5");
            boolean negative = value.startsWith("-") || value.contains("PT-");
            assertThat(negative && !field.name().matches(MAY_BE_NEGATIVE))
                    .as("%s %s", field, value)
                    .isFalse();
        }
        if (answer.statusCode() == 201 && field.pointer().contains("retryAfter")) {
            assertThat(dequeue().headers().firstValue("Retry-After"))
                    .as("%s %s", field, value)
                    .isPresent();
        }
        server.faults().clear();
    }

    private HttpResponse<Void> dequeue() throws Exception {
        return server.httpClient()
                .send(
                        HttpRequest.newBuilder(server.environment()
                                        .resolve("/api/connector/dequeue/"
                                                + server.exportJob().activityId()))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    /** Finds every number and duration of every request, and of every fault. */
    private List<Field> fields(String message) throws Exception {
        server.dataManagement().project("Groups");
        List<Field> fields = new ArrayList<>();
        Iterator<Map.Entry<String, JsonNode>> paths =
                admin.document().path("paths").fields();
        while (paths.hasNext()) {
            Map.Entry<String, JsonNode> path = paths.next();
            Iterator<Map.Entry<String, JsonNode>> methods = path.getValue().fields();
            while (methods.hasNext()) {
                Map.Entry<String, JsonNode> method = methods.next();
                JsonNode taken = method.getValue().at("/requestBody/content/application~1json");
                if (!taken.isMissingNode()) {
                    String filled = filled(path.getKey(), method.getValue(), message);
                    add(fields, method.getKey().toUpperCase(Locale.ROOT), filled, taken);
                }
            }
        }
        faults(fields);
        return fields;
    }

    private String filled(String path, JsonNode operation, String message) {
        String job = path.contains("exports")
                ? server.exportJob().activityId().value()
                : server.importJob().activityId().value();
        return path.replace("/__admin", "")
                .replace("{activityId}", job)
                .replace("{messageId}", message)
                .replace("{entity}", "Groups")
                .replace("{name}", "Groups");
    }

    private void add(List<Field> fields, String method, String path, JsonNode taken) {
        ObjectNode body = taken.path("example").deepCopy();
        if (path.endsWith("/issuers/tokens")) {
            body.put("issuer", server.identity().addIssuer().url());
        }
        Iterator<Map.Entry<String, JsonNode>> properties =
                admin.resolve(taken.path("schema")).path("properties").fields();
        while (properties.hasNext()) {
            Map.Entry<String, JsonNode> property = properties.next();
            JsonNode schema = admin.resolve(property.getValue());
            String type = schema.path("type").asText();
            if (type.equals("integer") || type.equals("number")) {
                fields.add(new Field(
                        method,
                        path,
                        body,
                        "",
                        property.getKey(),
                        type.equals("number") ? List.of("-1", "2", "1e400", "-1e400", "\"1\"") : NUMBERS));
            } else if (schema.path("pattern").asText().contains("P.+")) {
                fields.add(new Field(method, path, body, "", property.getKey(), DURATIONS));
            } else if (schema.at("/additionalProperties/type").asText().equals("integer")) {
                ObjectNode filled = body.deepCopy();
                filled.putObject(property.getKey());
                fields.add(new Field(method, path, filled, "/" + property.getKey(), "Groups", NUMBERS));
            }
        }
    }

    private void faults(List<Field> fields) {
        for (JsonNode fault : admin.get("/faults").path("available")) {
            ObjectNode body =
                    JSON.createObjectNode().put("fault", fault.path("name").asText());
            ObjectNode arguments = body.putObject("arguments");
            Iterator<Map.Entry<String, JsonNode>> names =
                    fault.path("arguments").fields();
            while (names.hasNext()) {
                Map.Entry<String, JsonNode> argument = names.next();
                String name = argument.getKey();
                switch (argument.getValue().asText()) {
                    case "Duration" -> arguments.put(name, "PT0S");
                    case "int", "long" -> arguments.put(name, name.equals("status") ? 503 : 1);
                    case "String" -> arguments.put(name, "x");
                    default ->
                        arguments
                                .putObject(name)
                                .put("asDate", fault.path("name").asText().equals("Throttled"));
                }
            }
            fault.path("arguments").fields().forEachRemaining(argument -> {
                String name = argument.getKey();
                switch (argument.getValue().asText()) {
                    case "Duration" -> fields.add(new Field("POST", "/faults", body, "/arguments", name, DURATIONS));
                    case "int", "long" -> fields.add(new Field("POST", "/faults", body, "/arguments", name, NUMBERS));
                    case "RetryAfter" ->
                        fields.add(new Field("POST", "/faults", body, "/arguments/" + name, "after", DURATIONS));
                    default -> {}
                }
            });
        }
    }

    @Test
    void theClockEndsBeforeItsYearsGetFiveDigits() throws Exception {
        for (int centuries = 0; centuries < 69; centuries++) {
            server.clock().advance(Duration.ofDays(36_500));
        }
        assertThat(admin.refusal("POST", "/clock/advance", "{\"duration\":\"P36500D\"}", 400))
                .startsWith("duration: expected one that ends before 9000-01-01");
        admin.get("/overview");
        server.faults().onAny().inject(new Fault.Throttled(Fault.RetryAfter.date(Duration.ofDays(36_500))));
        assertThat(dequeue().headers().firstValue("Retry-After").orElseThrow()).matches(".* 9[01]\\d\\d .* GMT");
    }

    @Test
    void aWaitMayBeAsLongAsADurationCanBe() {
        TestClock clock = new TestClock().autoAdvance(false);
        assertThat(clock.delay(Duration.ofSeconds(Long.MAX_VALUE))).isNotDone();
        clock.run();
        assertThat(clock.delay(Duration.ofSeconds(Long.MAX_VALUE))).isNotDone();
        assertThat(new TestClock().delay(Duration.ofSeconds(Long.MAX_VALUE))).isCompleted();
    }

    @Test
    void whatJavaIsGivenIsNamedToo() {
        Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
        Duration negative = Duration.ofSeconds(-5);
        refused("duration", () -> server.clock().advance(huge));
        refused("limit", () -> server.clock().advanceUntil(() -> false, huge));
        refused("during", () -> server.faults().onAny().during(negative));
        refused("after", () -> Fault.RetryAfter.seconds(-1));
        refused("after", () -> Fault.RetryAfter.seconds(Long.MAX_VALUE));
        refused("after", () -> Fault.RetryAfter.date(huge));
        refused("duration", () -> new Fault.Delay(negative));
        refused("pause", () -> new Fault.Drip(1, negative));
        refused("ahead", () -> new Fault.ClockSkew(huge.negated()));
        refused("retryAfter", () -> server.identity().throttleNext(negative));
        refused("lifetime", () -> server.identity().addApp().addSecret(huge));
        refused("executionsTake", () -> server.dataManagement().executionsTake(huge));
    }

    private static void refused(String name, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(name + ": expected ");
    }
}

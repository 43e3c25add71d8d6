package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestPackages;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(CapturedLog.class)
class AdminTest extends AdministeredServer {
    /** Messages of export and import jobs. */
    @Nested
    class Messages {
        @ParameterizedTest
        @EnumSource
        void aPackageIsPublishedAndFollowed(FaceUnderTest face) throws Exception {
            RecurringJob exports = exports(face);
            byte[] bytes = TestPackages.tiny();
            JsonNode job =
                    admin.call("POST", "/exports/%7B" + server.exportJob().activityId() + "%7D", bytes, 201);
            assertThat(job.path("pending").asInt()).isOne();
            assertThat(job.at("/messages/0/state").asText()).isEqualTo("WAITING");
            assertThat(job.at("/messages/0/size").asInt()).isEqualTo(bytes.length);

            DequeueResult message = exports.dequeue().orElseThrow();
            JsonNode leased = admin.get("/exports").at("/0/messages/0");
            assertThat(leased.path("state").asText()).isEqualTo("LEASED");
            assertThat(leased.path("correlationId").asText()).isEqualTo(message.correlationId());
            assertThat(Instant.parse(leased.path("leaseEndsAt").asText()))
                    .isEqualTo(server.clock().instant().plus(Duration.ofMinutes(30)));

            exports.download(message, directory.resolve("a.zip"));
            exports.acknowledge(message);
            assertThat(directory.resolve("a.zip")).hasBinaryContent(bytes);
            JsonNode done = admin.get("/exports").at("/0/messages/0");
            assertThat(done.path("state").asText()).isEqualTo("ACKNOWLEDGED");
            assertThat(done.path("downloaded").asBoolean()).isTrue();
            assertThat(done.has("leaseEndsAt")).isFalse();
        }

        @Test
        void aMessageWithoutFileHasNoSize() {
            server.exportJob().publishWithoutFile("no records");
            assertThat(admin.get("/overview").at("/exports/0/messages/0").has("size"))
                    .isFalse();
        }

        @ParameterizedTest
        @EnumSource
        void aFileIsSeenReadAndSetForwards(FaceUnderTest face) {
            RecurringJob imports = imports(face);
            var id = imports.enqueue(EnqueueRequest.of(Payload.ofString("<Document/>"))
                    .entity("General journal")
                    .externalId("batch-42"));
            JsonNode file = admin.get("/imports/" + id);
            assertThat(file).isEqualTo(admin.get("/imports").at("/0/files/0"));
            assertThat(file.path("state").asText()).isEqualTo("Enqueued");
            assertThat(file.path("externalId").asText()).isEqualTo("batch-42");
            assertThat(file.has("company")).isFalse();
            assertThat(admin.send("GET", "/imports/" + id + "/content", new byte[0])
                            .body())
                    .isEqualTo("<Document/>".getBytes(StandardCharsets.UTF_8));

            admin.call("PUT", "/imports/" + id + "/state", "{\"state\":\"ProcessedWithErrors\"}", 200);
            assertThat(imports.messageStatus(id).state()).isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
            assertThat(admin.refusal("PUT", "/imports/" + id + "/state", "{\"state\":\"Enqueued\"}", 409))
                    .contains("forceState");
            assertThat(admin.refusal("PUT", "/imports/" + id + "/state", "{\"state\":\"Nonsense\"}", 400))
                    .contains("state: expected a known one");
            admin.call("PUT", "/imports/" + id + "/state", "{\"state\":\"InProcess\",\"force\":true}", 200);
            assertThat(imports.messageStatus(id).rawState()).isEqualTo("InProcess");
        }
    }

    @Test
    void theClockMovesAndRunsAndStops() {
        Instant before = Instant.parse(admin.get("/clock").path("now").asText());
        JsonNode later = admin.call("POST", "/clock/advance", "{\"duration\":\"PT30M\"}", 200);
        assertThat(later.path("now").asText())
                .isEqualTo(before.plus(Duration.ofMinutes(30)).toString());
        assertThat(admin.call("PUT", "/clock", "{\"running\":true}", 200)
                        .path("running")
                        .asBoolean())
                .isTrue();
        assertThat(admin.call("PUT", "/clock", "{\"running\":false}", 200)
                        .path("running")
                        .asBoolean())
                .isFalse();
    }

    /** Faults that are planned. */
    @Nested
    class Faults {
        @ParameterizedTest
        @EnumSource
        void aPlannedFaultStrikesWhereItWasPlaced(FaceUnderTest face) {
            RecurringJob exports = exports(face);
            String plan = "{\"fault\":\"Throttled\",\"arguments\":{\"retryAfter\":{\"after\":\"PT2M\"}},"
                    + "\"on\":[\"dequeue\"],\"nth\":2,\"times\":50,\"activity\":\""
                    + server.exportJob().activityId()
                    + "\"}";
            assertThat(admin.call("POST", "/faults", plan, 201).at("/unfired/0").asText())
                    .contains("Throttled", "DEQUEUE number 2");
            assertThat(exports.dequeue()).isEmpty();
            assertThatThrownBy(exports::dequeue)
                    .isInstanceOfSatisfying(
                            ThrottledException.class,
                            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofMinutes(2)));
            assertThat(admin.get("/faults").path("unfired")).isEmpty();
            JsonNode journal = admin.get("/journal");
            assertThat(journal.get(journal.size() - 1).path("fault").asText()).startsWith("Throttled");
        }

        @Test
        void everyFaultCanBePlanned() {
            JsonNode available = admin.get("/faults").path("available");
            assertThat(available).hasSize(Fault.class.getPermittedSubclasses().length);
            for (JsonNode fault : available) {
                String plan =
                        "{\"fault\":\"" + fault.path("name").asText() + "\",\"arguments\":{" + samples(fault) + "}}";
                boolean needsTls = fault.path("name").asText().equals("TlsFailure");
                admin.call("POST", "/faults", plan, needsTls ? 400 : 201);
            }
            assertThat(admin.get("/overview").path("unfiredFaults")).hasSize(available.size() - 1);
            admin.call("DELETE", "/faults", "", 204);
            assertThat(admin.get("/faults").path("unfired")).isEmpty();
        }

        private static String samples(JsonNode fault) {
            StringBuilder samples = new StringBuilder();
            fault.path("arguments").fields().forEachRemaining(argument -> {
                String sample = switch (argument.getValue().asText()) {
                    case "int" -> "500";
                    case "long" -> "3";
                    case "Duration" -> "\"PT1S\"";
                    case "RetryAfter" -> "{\"after\":\"PT1S\",\"asDate\":true}";
                    case "String" -> "\"text\"";
                    default -> throw new AssertionError(argument);
                };
                samples.append(samples.isEmpty() ? "" : ",")
                        .append('"')
                        .append(argument.getKey())
                        .append("\":")
                        .append(sample);
            });
            return samples.toString();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {}                                                                  | fault: expected a text
                {"fault":"Nonsense"}                                                | fault: expected one of
                {"fault":"Delay"}                                                   | arguments: expected those of Delay
                {"fault":"Delay","arguments":{"duration":"soon"}}                   | duration: expected a duration
                {"fault":"Delay","arguments":{"duration":"PT1S","more":1}}          | arguments: expected those of Delay
                {"fault":"Status","arguments":{"status":99}}                        | status: expected one from 200 to 599
                {"fault":"Status","arguments":{"status":99999999999}}               | status: expected a number of 32 bits
                {"fault":"Throttled","arguments":{"retryAfter":{"seconds":3}}}      | seconds: expected one of the fields
                {"fault":"BadGateway","on":["NONSENSE"]}                            | on: expected names of
                {"fault":"BlobGone","on":["DEQUEUE"]}                               | fault: expected one that can strike
                {"fault":"BadGateway","nth":0}                                      | nth: expected at least 1
                {"fault":"BadGateway","times":9999999999}                           | times: expected a number of 32 bits
                {"fault":"BadGateway","probability":2}                              | probability: expected 0 to 1
                {"fault":"BadGateway","activity":"x"}                               | activity
                {"fault":"BadGateway","where":"x"}                                  | where: expected one of the fields
                nonsense                                                            | expected a JSON object
                """)
        void aFaultThatMakesNoSenseIsRefused(String plan, String reason) {
            assertThat(admin.refusal("POST", "/faults", plan, 400)).containsIgnoringCase(reason);
        }

        @ParameterizedTest
        @CsvSource({
            "PT1H, false, 1, BadGateway[]",
            ", true, 1, BadGateway[]",
        })
        void placesCanBeTimedAndEndless(String during, boolean always, double probability, String expected) {
            String plan = "{\"fault\":\"BadGateway\",\"always\":" + always + ",\"probability\":" + probability
                    + ",\"seed\":7" + (during == null ? "" : ",\"during\":\"" + during + "\"") + "}";
            assertThat(admin.call("POST", "/faults", plan, 201).at("/unfired/0").asText())
                    .startsWith(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetForgetsAllButJobsAndTime(FaceUnderTest face) {
        RecurringJob exports = exports(face);
        RecurringJob imports = imports(face);
        server.exportJob().publish(new byte[3]);
        imports.enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("General journal"));
        admin.call("POST", "/faults", "{\"fault\":\"BadGateway\"}", 201);
        admin.call("POST", "/clock/advance", "{\"duration\":\"PT30M\"}", 200);
        JsonNode before = admin.get("/overview");
        admin.call("POST", "/reset", "", 204);
        JsonNode after = admin.get("/overview");
        assertThat(after.at("/exports/0/messages")).isEmpty();
        assertThat(after.at("/imports/0/files")).isEmpty();
        assertThat(after.path("unfiredFaults")).isEmpty();
        assertThat(admin.get("/journal")).isEmpty();
        assertThat(after.path("clock")).isEqualTo(before.path("clock"));
        assertThat(after.at("/exports/0/activityId")).isEqualTo(before.at("/exports/0/activityId"));
        assertThat(exports.dequeue()).isEmpty();
    }

    /** What was asked. */
    @Nested
    class Journals {
        @ParameterizedTest
        @EnumSource
        void theJournalShowsClientRequestsWithoutSecrets(FaceUnderTest face) {
            RecurringJob exports = exports(face);
            server.exportJob().publish(new byte[3]);
            DequeueResult message = exports.dequeue().orElseThrow();
            JsonNode journal = admin.get("/journal");
            assertThat(journal).hasSize(2);
            assertThat(journal.at("/1/operation").asText()).isEqualTo("DEQUEUE");
            assertThat(journal.at("/1/headers/authorization").asText()).isEqualTo("[redacted]");
            assertThat(journal.toString() + admin.get("/overview"))
                    .doesNotContain(server.clientSecret())
                    .doesNotContain(message.popReceipt());
        }

        @Test
        void theJournalEndsWithTheLastFiveHundred() {
            for (int i = 0; i < 505; i++) {
                admin.send("GET", "x/outside", new byte[0]);
            }
            JsonNode journal = admin.get("/journal");
            assertThat(journal).hasSize(500);
            assertThat(journal.at("/499/number").asInt()).isEqualTo(505);
            assertThat(journal.at("/499").has("operation")).isFalse();
        }
    }

    @Test
    void theCredentialsGetAToken() {
        JsonNode credentials = admin.get("/credentials");
        assertThat(credentials.path("clientSecret").asText()).isEqualTo(server.clientSecret());
        assertThat(credentials.path("scope").asText()).isEqualTo(server.environment() + "/.default");
    }

    /** Who may ask, and how. */
    @Nested
    class Requests {
        @Test
        void unknownResourcesAreNotFound() {
            assertThat(admin.refusal("GET", "/imports/f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11", "", 404))
                    .contains("no file");
            assertThat(admin.refusal("POST", "/exports/6d31e09f-0249-459f-94f0-aad9c2c47b64", "x", 404))
                    .contains("no export job");
            assertThat(admin.refusal("POST", "/exports/x", "x", 400)).isNotEmpty();
            assertThat(admin.send("GET", "/nowhere", new byte[0]).statusCode()).isEqualTo(404);
            HttpResponse<byte[]> wrongMethod = admin.send("DELETE", "/clock", new byte[0]);
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(new String(wrongMethod.body(), StandardCharsets.UTF_8)).contains("[GET, PUT]");
            assertThat(admin.refusal("PUT", "/clock", "{}", 400)).contains("running: expected true or false");
            assertThat(admin.refusal("POST", "/clock/advance", "{\"duration\":\"-PT1S\"}", 400))
                    .contains("duration: expected zero or more");
            assertThat(admin.refusal("POST", "/clock/advance", "{}", 400)).contains("duration: expected a duration");
        }

        /** Java's own client refuses to send such a path; others do. */
        @Test
        void aPathThatIsNotEncodedIsRefused() throws Exception {
            int port = server.environment().getPort();
            try (Socket socket = new Socket("127.0.0.1", port)) {
                String request = "DELETE /__admin/blobs/%zz HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 400 ")
                        .contains("name: expected two hexadecimal digits after each %");
            }
        }

        @Test
        void webPagesOfOtherOriginsGetNothing() {
            String own = server.environment().toString();
            for (String path : List.of("/overview", "/reset", "/")) {
                assertThat(admin.send("GET", path, new byte[0], "Origin", "https://evil.example")
                                .statusCode())
                        .isEqualTo(403);
            }
            assertThat(admin.send("GET", "/overview", new byte[0], "Origin", "http://127.0.0.1:1")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(admin.send("GET", "/overview", new byte[0], "Origin", own)
                            .statusCode())
                    .isEqualTo(200);
        }

        @Test
        void thePageComesWithItsPolicy() {
            HttpResponse<byte[]> page = admin.send("GET", "/", new byte[0]);
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
            assertThat(admin.send("GET", "", new byte[0]).body()).isEqualTo(page.body());
            assertThat(new String(page.body(), StandardCharsets.UTF_8))
                    .doesNotContain("http://", "https://", "innerHTML");
        }

        @Test
        void withoutAdministrationThereIsNone() {
            try (FakeConnectorServer plain = FakeConnectorServer.start()) {
                assertThat(new AdminClient(plain.environment())
                                .send("GET", "/overview", new byte[0])
                                .statusCode())
                        .isEqualTo(404);
            }
        }
    }
}

package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server begins with what a file and a directory say. */
@ExtendWith(CapturedLog.class)
class SetupTest {
    private static final ActivityId IMPORTS = ActivityId.of("11111111-0000-4000-8000-000000000001");
    private static final ActivityId EXPORTS = ActivityId.of("11111111-0000-4000-8000-000000000002");
    private static final String EVERYTHING = """
            {
              "server": {"port": 0},
              "switches": {"policyStatus": 403},
              "jobs": [
                {"kind": "import", "activityId": "11111111-0000-4000-8000-000000000001", "legalEntity": "dat"},
                {"kind": "export", "activityId": "11111111-0000-4000-8000-000000000002", "authorize": ["nobody"]}
              ],
              "issuers": ["https://cluster.example"],
              "apps": [
                {"clientId": "feed", "secret": "my own secret", "certificates": ["client.pem"]},
                {"clientId": "pod", "federations": [{"issuer": "https://cluster.example", "subject": "feeds"}]}
              ],
              "users": [{"name": "ada@contoso.example", "password": "p"}],
              "dataManagement": {"executionsTake": "PT1H"},
              "entities": [{"name": "Customers V3", "outcome": {
                "status": "PartiallySucceeded", "errors": [{"recordId": "7", "message": "Group 10 does not exist"}]}}],
              "projects": [{"name": "Customers", "export": "customers.zip", "outcome": {"status": "Canceled"}}],
              "faults": [{"fault": "BadGateway", "on": ["ENQUEUE"]}]
            }
            """;

    @TempDir
    Path directory;

    private Path config(String json) throws IOException {
        Files.writeString(
                directory.resolve("client.pem"), CertificateAuthority.get().pem());
        Files.write(directory.resolve("customers.zip"), TestPackages.tiny());
        return Files.writeString(directory.resolve("fake.json"), json);
    }

    private FakeConnectorServer start(String json) throws IOException {
        return FakeConnectorServer.builder().config(config(json)).start();
    }

    @Test
    void everySectionIsApplied() throws Exception {
        try (FakeConnectorServer server = start(EVERYTHING)) {
            assertThat(server.importJobs())
                    .extracting(FakeImportJob::activityId)
                    .contains(IMPORTS);
            assertThatThrownBy(() -> server.client().job(EXPORTS).dequeue())
                    .isInstanceOfSatisfying(
                            AuthorizationException.class,
                            refused -> assertThat(refused.statusCode()).isEqualTo(403));
            EnqueueRequest file = EnqueueRequest.of(Payload.ofString("<Document><A/></Document>"))
                    .entity("Customers V3");
            assertThatThrownBy(() -> server.client().job(IMPORTS).enqueue(file)).isInstanceOf(ServiceException.class);
            MessageId id = server.client().job(IMPORTS).enqueue(file);
            assertThat(server.client()
                            .job(IMPORTS)
                            .awaitProcessed(id, Duration.ofHours(1))
                            .state())
                    .isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
            assertThat(server.importJobs().get(1).enqueued().get(0).legalEntity())
                    .isEqualTo("dat");
            assertThat(server.dataManagement().executions().get(0).errors())
                    .containsExactly(new ErrorRow("Customers V3", "7", "", "Group 10 does not exist", false));
            assertThat(server.identity().addApp("FEED").clientId()).isEqualTo("feed");
            server.faults().clear();
        }
    }

    @Test
    void aPackageOfSeveralEntitiesEndsWithTheOutcomesOfAll() throws Exception {
        try (DataPlaneRig rig = new DataPlaneRig(start(EVERYTHING.replace("PT1H", "PT30S")))) {
            rig.server.faults().clear();
            DataPlaneRig.DataEntry good = DataPlaneRig.DataEntry.csv("Groups", "A\r\n1\r\n");
            DataPlaneRig.DataEntry bad = DataPlaneRig.DataEntry.csv("customers v3", "A\r\n1\r\n2\r\n");
            rig.importPackage("Both", DataPlaneRig.zip(good, bad));
            rig.importPackage("Good", DataPlaneRig.zip(good));
            rig.finish();
            assertThat(rig.data().executions())
                    .extracting(FakeExecution::status)
                    .containsExactly(FakeExecution.Status.PARTIALLY_SUCCEEDED, FakeExecution.Status.SUCCEEDED);
            assertThat(rig.data().executions().get(0).errors())
                    .singleElement()
                    .extracting(ErrorRow::entity)
                    .isEqualTo("customers v3");
            rig.data().endEntity("Groups", ExecutionOutcome.partiallySucceeded());
            rig.importPackage("Both again", DataPlaneRig.zip(good, bad));
            rig.finish();
            assertThat(rig.data().executions().get(2).status()).isEqualTo(FakeExecution.Status.PARTIALLY_SUCCEEDED);
        }
    }

    @Test
    void aStoredStateIsChangedAndNotAddedTo() throws Exception {
        Path state = directory.resolve("state");
        for (String company : new String[] {"dat", "usrt"}) {
            FakeConnectorServer.Builder builder = FakeConnectorServer.builder()
                    .state(state)
                    .config(config(EVERYTHING.replace("\"dat\"", "\"" + company + "\"")));
            try (FakeConnectorServer server = builder.start()) {
                server.faults().clear();
                assertThat(server.importJobs()).hasSize(2);
                server.client()
                        .job(IMPORTS)
                        .enqueue(EnqueueRequest.of(Payload.ofString("<A/>")).entity("A"));
            }
        }
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().state(state).start()) {
            assertThat(server.importJobs().get(1).enqueued())
                    .extracting(EnqueuedFile::legalEntity)
                    .containsExactly("dat", "usrt");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"jobs":[{"kind":"batch"}]}                           | config: jobs: kind: expected import or export
            {"jobs":[{"kind":"import","activityId":"x"}]}         | config: jobs: activityId: expected a GUID
            {"jobs":{}}                                           | config: jobs: expected a list of objects
            {"switches":{"policyStatus":402}}                     | config: switches: policyStatus: expected 401 or 403
            {"users":[{"name":"a"}]}                              | config: users: password: expected a text
            {"entities":[{"name":"A"}]}                           | config: entities: outcome: expected an object
            {"faults":[{"fault":"Nonsense"}]}                     | config: faults: fault: expected one of
            {"apps":[{"federations":[{"issuer":"x","subject":"y"}]}]} | config: apps: issuer: expected one that
            {"nonsense":1}                                        | config: nonsense: expected one of the fields
            """)
    void whatMakesNoSenseIsNamed(String json, String reason) {
        assertThatThrownBy(() -> start(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Path missing = directory.resolve("missing.json");
        assertThatThrownBy(() -> FakeConnectorServer.builder().config(missing).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> start("{\"jobs\":"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fake.json: expected a JSON object, but line 1, column");
        assertThatThrownBy(() -> start("{\"apps\":[{\"certificates\":[\"missing.pem\"]}]}"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.pem");
    }

    @Test
    void aDirectoryIsPublished() throws Exception {
        Path seed = directory.resolve("seed");
        Path exports = Files.createDirectories(seed.resolve("exports").resolve(EXPORTS.value()));
        Files.createDirectories(seed.resolve("projects"));
        byte[] first = TestPackages.tiny();
        byte[] second = DataPlaneRig.zip(DataPlaneRig.DataEntry.csv("A", "A\r\n1\r\n"));
        Files.write(exports.resolve("2.zip"), second);
        Files.write(exports.resolve("1.zip"), first);
        Files.write(exports.resolve(".hidden"), first);
        Files.write(seed.resolve("projects").resolve("Customers.zip"), second);
        Path state = directory.resolve("state");
        for (int start = 0; start < 2; start++) {
            try (DataPlaneRig rig = new DataPlaneRig(
                    FakeConnectorServer.builder().seed(seed).state(state).start())) {
                FakeExportJob job = rig.server.exportJobs().get(1);
                assertThat(job.activityId()).isEqualTo(EXPORTS);
                assertThat(job.messages())
                        .extracting(PublishedMessage::size)
                        .containsExactly(Optional.of((long) first.length), Optional.of((long) second.length));
                rig.value("ExportToPackage", DataPlaneRig.exportBody("Customers", "run-" + start, false));
            }
        }
        Files.createDirectories(seed.resolve("exports").resolve("no id"));
        assertThatThrownBy(() -> FakeConnectorServer.builder().seed(seed).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("seed: expected a directory named by an activity id, but got ");
        assertThatThrownBy(() -> FakeConnectorServer.builder()
                        .seed(directory.resolve("none"))
                        .start())
                .hasMessageStartingWith("seed: expected a directory, but ");
    }

    @Test
    void jobsCanHaveTheirIdsInJava() {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.addExportJob(EXPORTS).publish(TestPackages.tiny());
            assertThat(server.client().job(EXPORTS).dequeue()).isPresent();
            assertThat(server.addImportJob(IMPORTS).activityId()).isEqualTo(IMPORTS);
            assertThatThrownBy(() -> server.addImportJob(EXPORTS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("activityId: there is a job with the id " + EXPORTS + " already");
        }
    }
}

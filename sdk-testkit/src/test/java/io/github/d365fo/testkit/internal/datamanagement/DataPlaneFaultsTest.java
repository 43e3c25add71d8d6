package io.github.d365fo.testkit.internal.datamanagement;

import static io.github.d365fo.testkit.harness.DataPlaneRig.exportBody;
import static io.github.d365fo.testkit.harness.DataPlaneRig.importBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.internal.http.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults, access and redaction at the data management API and the blob storage, over plain HTTP. */
class DataPlaneFaultsTest {
    private static final byte[] CONTENT = "a package".getBytes(StandardCharsets.UTF_8);

    private final DataPlaneRig rig = new DataPlaneRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyActionIsStruckByItsOperation(ODataAction action) throws Exception {
        rig.server.faults().on(action.operation).inject(new Fault.Throttled(Fault.RetryAfter.seconds(7)));
        HttpResponse<String> answer = rig.call(action.wireName, "{}");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(requests(action.operation))
                .singleElement()
                .satisfies(request -> assertThat(request.fault()).isPresent());
    }

    @Test
    void anActionWhoseAnswerIsLostWasDone() throws Exception {
        URI address = rig.upload(DataPlaneRig.zip(DataPlaneRig.DataEntry.csv("Customer groups", "ID\r\n10\r\n")));
        rig.server.faults().on(Operation.IMPORT_PACKAGE).inject(new Fault.ResetAfterReading());
        assertThatThrownBy(() -> rig.call("ImportFromPackage", importBody(address, "Groups", "run-1", true, true)))
                .isInstanceOf(IOException.class);
        assertThat(rig.data().executions()).hasSize(1);
    }

    @Test
    void faultsStrikeUploadsAndDownloads() throws Exception {
        URI address = rig.writeUrl("a.zip");
        rig.server.faults().on(Operation.BLOB_UPLOAD).inject(new Fault.Unavailable(Fault.RetryAfter.none()));
        assertThat(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob").statusCode())
                .isEqualTo(503);
        assertThat(rig.data().blobs()).isEmpty();
        assertThat(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob").statusCode())
                .isEqualTo(201);
        rig.server.faults().on(Operation.BLOB_DOWNLOAD).inject(new Fault.Truncated(3));
        assertThatThrownBy(() -> rig.get(address)).isInstanceOf(IOException.class);
        assertThat(rig.get(address).body()).isEqualTo(CONTENT);
        rig.server.faults().on(Operation.BLOB_DOWNLOAD).inject(new Fault.Corrupted());
        assertThat(rig.get(address).body()).hasSameSizeAs(CONTENT).isNotEqualTo(CONTENT);
    }

    @Test
    void aStorageWhoseClockIsAheadRefusesWhatIsStillGood() throws Exception {
        URI address = rig.upload(CONTENT);
        rig.server.faults().on(Operation.BLOB_DOWNLOAD).inject(new Fault.ClockSkew(Duration.ofHours(1)));
        HttpResponse<byte[]> refused = rig.get(address);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).asString().contains("Signature not valid in the specified time frame");
        assertThat(rig.get(address).statusCode()).isEqualTo(200);
    }

    @Test
    void headAnswersKeepTheConnectionUsable() throws Exception {
        URI address = rig.upload(CONTENT);
        HttpRequest head = HttpRequest.newBuilder(address)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = rig.http.send(head, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(CONTENT.length);
        assertThat(answer.body()).isEmpty();
        assertThat(rig.get(address).body()).isEqualTo(CONTENT);
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        URI address = rig.writeUrl("empty.zip");
        assertThat(rig.put(address, new byte[0], "x-ms-blob-type", "BlockBlob").statusCode())
                .isEqualTo(201);
        assertThat(rig.get(address).body()).isEmpty();
    }

    @Test
    void aTokenAtTheStorageIsRefusedAndSeen() throws Exception {
        URI address = rig.upload(CONTENT);
        HttpResponse<byte[]> answer = rig.get(address, "Authorization", "Bearer something");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-ms-error-code")).hasValue("InvalidAuthenticationInfo");
        assertThatThrownBy(() -> rig.server.verify().noSecretSeen())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("header authorization");
    }

    @Test
    void actionsNeedATokenOfAnApplicationThatIsMapped() throws Exception {
        HttpRequest anonymous = HttpRequest.newBuilder(
                        URI.create(rig.server.environment() + DataPlaneRig.ACTIONS + "GetAzureWriteUrl"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"uniqueFileName\":\"a\"}"))
                .build();
        assertThat(rig.http
                        .send(anonymous, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
        try (DataPlaneRig stranger = new DataPlaneRig(
                FakeConnectorServer.builder().applicationMapped(false).start())) {
            assertThat(stranger.call("GetAzureWriteUrl", "{\"uniqueFileName\":\"a\"}")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void signaturesAreInNoRecordedRequest() throws Exception {
        URI address = rig.upload(CONTENT);
        rig.get(address);
        assertThat(rig.server.requests())
                .extracting(RecordedRequest::toString)
                .allSatisfy(text -> assertThat(text).doesNotContain(signatures(address)));
        assertThat(requests(Operation.BLOB_DOWNLOAD))
                .singleElement()
                .satisfies(request -> assertThat(request.query()).containsEntry("sig", "[redacted]"));
        rig.server.verify().noSecretSeen();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aSignatureThatStandsElsewhereIsSeenAndRedacted(int spelling) throws Exception {
        URI address = rig.upload(CONTENT);
        String signature = signatures(address)[spelling];
        rig.get(address, "x-ms-client-request-id", "upload of " + signature);
        assertThat(rig.server.requests())
                .extracting(RecordedRequest::toString)
                .allSatisfy(text -> assertThat(text).doesNotContain(signature));
        assertThatThrownBy(() -> rig.server.verify().noSecretSeen())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("header x-ms-client-request-id")
                .hasMessageNotContaining(signature);
    }

    @Test
    void addressesWorkOverTls() throws Exception {
        try (DataPlaneRig tls =
                new DataPlaneRig(FakeConnectorServer.builder().tls(true).start())) {
            URI address = tls.upload(DataPlaneRig.zip(DataPlaneRig.DataEntry.csv("Customer groups", "ID\r\n10\r\n")));
            assertThat(address).hasScheme("https");
            assertThat(tls.get(address).statusCode()).isEqualTo(200);
            tls.value("ImportFromPackage", importBody(address, "Groups", "run-1", true, true));
            tls.finish();
            assertThat(tls.data().executions())
                    .extracting(FakeExecution::status)
                    .containsExactly(FakeExecution.Status.SUCCEEDED);
        }
    }

    @Test
    void oneServerTakesNoAddressOfAnother() throws Exception {
        try (DataPlaneRig other = new DataPlaneRig()) {
            URI address = other.upload(CONTENT);
            assertThat(rig.refusal("ImportFromPackage", importBody(address, "Groups", "run-1", true, true)))
                    .isEqualTo("The remote server returned an error: (404) Not Found.");
            URI moved = URI.create(rig.server.environment() + address.getRawPath() + "?" + address.getRawQuery());
            assertThat(rig.get(moved).statusCode()).isEqualTo(403);
            assertThat(other.get(address).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anExportOfAnUnknownProjectIsRefusedAsAnyActionIs() throws Exception {
        assertThat(rig.refusal("ExportToPackage", exportBody("Nothing", "", false)))
                .isNotEmpty();
    }

    /** Returns the signature of an address, as it reads and as it stands there. */
    private static String[] signatures(URI address) {
        return new String[] {
            HttpCall.parameters(address.getRawQuery()).get("sig"),
            address.getRawQuery().replaceFirst(".*sig=", "")
        };
    }

    private List<RecordedRequest> requests(Operation operation) {
        return rig.server.requests().stream()
                .filter(request -> request.operation().filter(operation::equals).isPresent())
                .toList();
    }
}

package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.time.Duration;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that are added, set up and filled over HTTP, as a client then finds them. */
@ExtendWith(CapturedLog.class)
class AdminJobsTest extends AdministeredServer {
    private static final String ROWS = "\"errors\":[{\"recordId\":\"479625\",\"field\":\"CUSTOMERGROUPID\","
            + "\"message\":\"Group 10 does not exist\"},{\"recordId\":\"3\",\"message\":\"Too long\",\"inStaging\":true}]";

    @ParameterizedTest
    @EnumSource
    void aJobThatIsAddedTakesFilesIntoItsLegalEntity(FaceUnderTest face) {
        String activity = add("{\"kind\":\"import\",\"legalEntity\":\"dat\"}");
        assertThat(admin.get("/imports").findValuesAsText("activityId"))
                .containsExactly(server.importJob().activityId().value(), activity);
        RecurringJob job = face.job(server.client(), activity);
        assertThat(legalEntity(job.enqueue(file().company("usrt")))).isEqualTo("dat");
        admin.call("PATCH", "/jobs/" + activity, "{\"useCompanyFromMessage\":true}", 204);
        assertThat(legalEntity(job.enqueue(file().company("usrt")))).isEqualTo("usrt");
        assertThat(legalEntity(job.enqueue(file()))).isEqualTo("dat");
        admin.call("PATCH", "/jobs/" + activity, "{\"legalEntity\":\"gbsi\",\"useCompanyFromMessage\":false}", 204);
        assertThat(legalEntity(job.enqueue(file().company("usrt")))).isEqualTo("gbsi");
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatIsAddedGivesPackages(FaceUnderTest face) {
        String activity = add("{\"kind\":\"export\"}");
        admin.call("POST", "/exports/" + activity, "PK", 201);
        RecurringJob job = face.job(server.client(), activity);
        job.acknowledge(job.dequeue().orElseThrow());
        assertThat(admin.get("/exports").at("/1/acknowledged").asInt()).isOne();
        assertThat(face.job(server.client(), server.exportJob().activityId().value())
                        .dequeue())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aJobIsClosedToOtherApplications(FaceUnderTest face) {
        String stranger = "[\"6d31e09f-0249-459f-94f0-aad9c2c47b64\"]";
        String own = "[\"" + server.clientId() + "\",\"" + server.clientId() + "\"]";
        RecurringJob imports = face.job(server.client(), add("{\"kind\":\"import\",\"authorize\":" + stranger + "}"));
        RecurringJob exports = face.job(server.client(), add("{\"kind\":\"export\",\"authorize\":" + stranger + "}"));
        assertThatThrownBy(() -> imports.enqueue(file())).isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(exports::dequeue).isInstanceOf(AuthorizationException.class);
        for (RecurringJob job : new RecurringJob[] {imports, exports}) {
            admin.call("PATCH", "/jobs/" + job.activityId(), "{\"authorize\":" + own + "}", 204);
            admin.call("PATCH", "/jobs/" + job.activityId(), "{}", 204);
        }
        assertThat(legalEntity(imports.enqueue(file()))).isEqualTo("usmf");
        assertThat(exports.dequeue()).isEmpty();
        admin.call("PATCH", "/jobs/" + exports.activityId(), "{\"authorize\":[]}", 204);
        assertThatThrownBy(exports::dequeue).isInstanceOf(AuthorizationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithoutFileSaysWhy(FaceUnderTest face) {
        JsonNode job = publish("without-file", "{\"reason\":\"No records were exported\"}");
        assertThat(job.at("/messages/0").has("size")).isFalse();
        DequeueResult message = exports(face).dequeue().orElseThrow();
        assertThat(message.fileExists()).isFalse();
        assertThat(message.errorMessage()).contains("No records were exported");
    }

    @ParameterizedTest
    @EnumSource
    void aPoisonPackageArrivesWholeAndCannotBeOpened(FaceUnderTest face) {
        int size = publish("poison", "").at("/messages/0/size").asInt();
        DownloadedFile file = download(face);
        assertThat(file.size()).isEqualTo(size);
        assertThatThrownBy(() -> new ZipFile(file.path().toFile())).isInstanceOf(ZipException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aGiantPackageIsAsLargeAsItWasToBe(FaceUnderTest face) throws Exception {
        publish("giant", "{\"entrySize\":70000000}");
        try (ZipFile zip = new ZipFile(download(face).path().toFile())) {
            assertThat(zip.entries().nextElement().getSize()).isEqualTo(70_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextFilesOfAJobEndAsPlanned(FaceUnderTest face) {
        String path = "/jobs/" + server.importJob().activityId() + "/outcomes";
        admin.call("POST", path, "{\"status\":\"PartiallySucceeded\"," + ROWS + ",\"records\":{\"Groups\":250}}", 204);
        admin.call("POST", path, "{\"status\":\"Failed\"}", 204);
        RecurringJob job = imports(face);
        ImportOutcome first = job.enqueueAndAwait(file("Groups"), Duration.ofHours(1));
        assertThat(first.isSuccess()).isFalse();
        assertThat(first.errors())
                .extracting(Object::toString)
                .containsExactly("record 479625: CUSTOMERGROUPID: Group 10 does not exist", "record 3: Too long");
        assertThat(first.entities()).singleElement().satisfies(entity -> {
            assertThat(entity.targetRecords()).isEqualTo(248);
            assertThat(entity.targetErrorCount()).isOne();
            assertThat(entity.stagingErrorCount()).isOne();
        });
        ImportOutcome second = job.enqueueAndAwait(file("Groups"), Duration.ofHours(1));
        assertThat(second.isSuccess()).isFalse();
        assertThat(second.errors()).isEmpty();
        assertThat(job.enqueueAndAwait(file("Groups"), Duration.ofHours(1)).isSuccess())
                .isTrue();
        JsonNode executions = admin.get("/executions");
        assertThat(executions.findValuesAsText("kind")).containsOnly("MESSAGE");
        assertThat(executions.findValuesAsText("status")).containsExactly("PartiallySucceeded", "Failed", "Succeeded");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatWaitsEndsAsPlanned(FaceUnderTest face) {
        RecurringJob job = imports(face);
        MessageId bad = job.enqueue(file());
        MessageId good = job.enqueue(file());
        JsonNode view = admin.call(
                "PUT", "/imports/" + bad + "/outcome", "{\"status\":\"PartiallySucceeded\"," + ROWS + "}", 200);
        assertThat(view.path("state").asText()).isEqualTo("Enqueued");
        assertThat(job.awaitProcessed(bad, Duration.ofHours(1)).state()).isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
        assertThat(job.awaitProcessed(good, Duration.ofHours(1)).state()).isEqualTo(MessageState.PROCESSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                              | kind: expected a text, but it is missing
            {"kind":"both"}                                                 | kind: expected import or export
            {"kind":"import","legalEntity":" "}                             | legalEntity: expected a text, but it is blank
            {"kind":"import","useCompanyFromMessage":"yes"}                 | useCompanyFromMessage: expected true or false
            {"kind":"import","authorize":"everyone"}                        | authorize: expected a list of texts
            {"kind":"export","legalEntity":"dat"}                           | legalEntity: expected an import job
            {"kind":"export","useCompanyFromMessage":true}                  | useCompanyFromMessage: expected an import job
            {"kind":"export","name":"x"}                                    | name: expected one of the fields
            nonsense                                                        | expected a JSON object
            """)
    void aJobThatMakesNoSenseIsRefused(String body, String reason) {
        assertThat(admin.refusal("POST", "/jobs", body, 400)).startsWith(reason);
        assertThat(server.importJobs()).hasSize(1);
        assertThat(server.exportJobs()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                              | status: expected a text, but it is missing
            {"status":"failed"}                                             | status: expected one of [Succeeded, PartiallySucceeded, Failed, Canceled]
            {"status":"Executing"}                                          | status: expected one of
            {"status":5}                                                    | status: expected a text, but got a number
            {"status":"Succeeded","errors":[{"message":"x"}]}               | errors: expected none with Succeeded, but got 1
            {"status":"Canceled","errors":[{"message":"x"}]}                | errors: expected none with Canceled
            {"status":"Failed","errors":{"message":"x"}}                    | errors: expected a list of objects
            {"status":"Failed","errors":[{"recordId":"1"}]}                 | message: expected a text, but it is missing
            {"status":"Failed","errors":[{"message":"x","row":1}]}          | row: expected one of the fields
            {"status":"Failed","errors":[{"message":"x","recordId":1}]}     | recordId: expected a text, but got a number
            {"status":"Failed","errors":[{"message":"x","inStaging":1}]}    | inStaging: expected true or false
            {"status":"Failed","records":{"Groups":-1}}                     | records: expected zero or more, but got -1
            {"status":"Failed","records":{"Groups":"all"}}                  | Groups: expected a whole number
            {"status":"Failed","records":7}                                 | records: expected an object
            {"status":"Failed","stagingErrorFiles":{"Groups":1}}            | Groups: expected a text
            {"status":"Failed","targetErrorKeysFiles":["Groups"]}           | targetErrorKeysFiles: expected an object
            {"status":"Failed","rows":[]}                                   | rows: expected one of the fields
            """)
    void anOutcomeThatMakesNoSenseIsRefused(String body, String reason) {
        assertThat(admin.refusal("POST", "/outcomes", body, 400)).startsWith(reason);
    }

    @Test
    void packagesThatMakeNoSenseAreRefused() {
        assertThat(refused("without-file", "{}")).startsWith("reason: expected a text, but it is missing");
        assertThat(refused("giant", "{}")).startsWith("entrySize: expected a number of bytes, but it is missing");
        assertThat(refused("giant", "{\"entrySize\":-1}")).startsWith("entrySize: expected zero or more bytes");
        assertThat(refused("giant", "{\"entrySize\":68719476737}"))
                .startsWith("entrySize: expected at most 68719476736 bytes");
        assertThat(refused("giant", "{\"entrySize\":99999999999999999999}"))
                .startsWith("entrySize: expected a whole number");
        assertThat(refused("without-file", "{\"reason\":\"" + "x".repeat(1 << 20) + "\"}"))
                .startsWith("expected a JSON object of at most 1048576 bytes");
        assertThat(server.exportJob().pending()).isZero();
    }

    @Test
    void unknownJobsAreNotFound() {
        String nobody = "6d31e09f-0249-459f-94f0-aad9c2c47b64";
        String exports = server.exportJob().activityId().value();
        assertThat(admin.refusal("PATCH", "/jobs/" + nobody, "{}", 404)).startsWith("activityId: there is no job");
        assertThat(admin.refusal("PATCH", "/jobs/x", "{}", 400)).isNotEmpty();
        assertThat(admin.refusal("PATCH", "/jobs/" + exports, "{\"legalEntity\":\"dat\"}", 400))
                .startsWith("legalEntity: expected an import job");
        assertThat(admin.refusal("POST", "/jobs/" + exports + "/outcomes", "{\"status\":\"Failed\"}", 404))
                .startsWith("activityId: there is no job");
        assertThat(admin.refusal("POST", "/exports/" + nobody + "/poison", "", 404))
                .startsWith("activityId: there is no export job");
        assertThat(admin.refusal("PUT", "/imports/" + nobody + "/outcome", "{\"status\":\"Failed\"}", 404))
                .startsWith("messageId: no file");
    }

    private String add(String body) {
        return admin.call("POST", "/jobs", body, 201).path("activityId").asText();
    }

    private JsonNode publish(String what, String body) {
        return admin.call("POST", "/exports/" + server.exportJob().activityId() + "/" + what, body, 201);
    }

    private String refused(String what, String body) {
        return admin.refusal("POST", "/exports/" + server.exportJob().activityId() + "/" + what, body, 400);
    }

    private String legalEntity(MessageId file) {
        return admin.get("/imports/" + file).path("legalEntity").asText();
    }

    private DownloadedFile download(FaceUnderTest face) {
        RecurringJob job = exports(face);
        return job.download(job.dequeue().orElseThrow(), directory.resolve("package.zip"));
    }

    private static EnqueueRequest file() {
        return file("General journal");
    }

    private static EnqueueRequest file(String entity) {
        return EnqueueRequest.of(Payload.ofString("<Document/>")).entity(entity);
    }
}

package io.github.d365fo.connector.datamanagement;

import static io.github.d365fo.connector.datamanagement.DataRig.HOUR;
import static io.github.d365fo.connector.datamanagement.DataRig.outcome;
import static io.github.d365fo.connector.datamanagement.DataRig.refused;
import static io.github.d365fo.connector.datamanagement.DataRig.text;
import static io.github.d365fo.connector.datamanagement.DataRig.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.OutcomeNotKnownException;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What became of an import, in one call, and the advice on what to do. */
@Timeout(60)
class OutcomeTest {
    private static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";
    private static final MessageId MESSAGE = MessageId.verbatim("M-1");
    private static final ExecutionId EXECUTION = ExecutionId.of("E-1");
    private static final String ERRORS =
            "[{\\\"RecordId\\\":\\\"1\\\",\\\"Field\\\":\\\"GROUP\\\",\\\"ErrorMessage\\\":\\\"Group 7 is missing.\\\"}]";

    private static Reply job(int state, String execution, String entities) {
        return Reply.text(
                200,
                "{\"DataJobStatus\":{\"DataProject\":\"P\",\"DataJobIdentifier\":\"M-1\",\"DataJobState\":" + state
                        + ",\"ExecutionIdentifier\":\"" + execution + "\"},\"ExecutionLog\":\"\",\"ExecutionDetail\":"
                        + entities + "}");
    }

    private static Reply[] replies(List<Reply> rest, Reply... first) {
        Reply[] all = new Reply[first.length + rest.size()];
        System.arraycopy(first, 0, all, 0, first.length);
        for (int i = 0; i < rest.size(); i++) {
            all[first.length + i] = rest.get(i);
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void anExecutionTellsStateErrorsEntitiesAndPage(FaceUnderTest face) throws Exception {
        List<Reply> script = List.of(
                text("PartiallySucceeded"),
                text(ERRORS),
                value("[\"{\\\"EntityName\\\":\\\"Customers\\\",\\\"StagingRecords\\\":2,\\\"TargetRecords\\\":1}\"]"),
                text("https://contoso.example/page"));
        try (DataRig rig = new DataRig(face, replies(script))) {
            ImportOutcome outcome = rig.data.outcome(EXECUTION);
            assertThat(outcome.isTerminal()).isTrue();
            assertThat(outcome.isSuccess()).isFalse();
            assertThat(outcome.rawState()).isEqualTo("PartiallySucceeded");
            assertThat(outcome.errors()).singleElement().satisfies(error -> {
                assertThat(error.recordId()).contains("1");
                assertThat(error.field()).contains("GROUP");
                assertThat(error.message()).isEqualTo("Group 7 is missing.");
            });
            assertThat(outcome.entities()).singleElement().satisfies(entity -> {
                assertThat(entity.entity()).isEqualTo("Customers");
                assertThat(entity.stagingRecords()).isEqualTo(2);
                assertThat(entity.targetRecords()).isEqualTo(1);
            });
            assertThat(outcome.page()).isPresent();
            assertThat(outcome.messageId()).isEmpty();
            assertThat(outcome)
                    .hasToString(
                            "ImportOutcome[PARTIALLY_SUCCEEDED, rawState=PartiallySucceeded, messageId=null, executionId=E-1, 1 errors]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageLeadsToItsExecution(FaceUnderTest face) throws Exception {
        try (DataRig rig =
                new DataRig(face, replies(outcome("Failed", ERRORS), text("ProcessedWithErrors"), text("E-1")))) {
            ImportOutcome outcome = rig.data.outcome(MESSAGE);
            assertThat(outcome.messageId()).contains(MESSAGE);
            assertThat(outcome.executionId()).contains(EXECUTION);
            assertThat(outcome.errors()).hasSize(1);
            assertThat(outcome.executionStatus()).contains(ExecutionStatus.of("Failed"));
            assertThat(rig.body(3)).isEqualTo("{\"executionId\":\"E-1\"}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatWasNotPickedUpSaysSo(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, text("Enqueued"), text("00000000-0000-0000-0000-000000000000"))) {
            ImportOutcome outcome = rig.data.outcome(MESSAGE);
            assertThat(outcome.isTerminal()).isFalse();
            assertThat(outcome.executionId()).isEmpty();
            assertThat(outcome.advice()).get().asString().contains("not picked the message up yet");
            assertThat(rig.server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJobTellsCountsOfItsEntities(FaceUnderTest face) throws Exception {
        String entities =
                "[{\"EntityName\":\"Customers\",\"Company\":\"dat\",\"StagingRecords\":3,\"TargetRecords\":3}]";
        try (DataRig rig = new DataRig(
                face, job(5, "E-1", entities), text("Succeeded"), text("[]"), text("https://contoso.example/page"))) {
            ImportOutcome outcome = face.job(rig.client, ACTIVITY).outcome(MESSAGE);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(outcome.entities().get(0).targetRecords()).isEqualTo(3);
            assertThat(outcome.jobStatus().orElseThrow().dataProject()).contains("P");
            assertThat(outcome.advice()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheServiceRefusesToTellIsAGapAndNoFailure(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(
                face, text("Succeeded"), refused("boom"), Reply.text(404, "no"), text("https://contoso.example/p"))) {
            ImportOutcome outcome = rig.data.outcome(EXECUTION);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(outcome.gaps()).hasSize(2);
            assertThat(outcome.gaps().get(0)).contains("execution errors").contains("boom");
        }
        try (DataRig rig = new DataRig(face, Reply.text(403, "no"))) {
            assertThatThrownBy(() -> rig.data.outcome(EXECUTION)).isInstanceOf(AuthorizationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsSentFollowedAndItsOutcomeGathered(FaceUnderTest face) throws Exception {
        String entities =
                "[{\"EntityName\":\"Customers\",\"Company\":\"dat\",\"StagingRecords\":3,\"TargetRecords\":3}]";
        try (DataRig rig = new DataRig(
                face,
                Reply.text(200, "\"M-1\""),
                text("Enqueued"),
                text("Processed"),
                job(5, "E-1", entities),
                text("Succeeded"),
                text("[]"),
                text("https://contoso.example/page"))) {
            ImportOutcome outcome = face.job(rig.client, ACTIVITY).enqueueAndAwait(file().company("usmf"), HOUR);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(outcome.messageId()).contains(MESSAGE);
            assertThat(outcome.advice()).get().asString().contains("company dat and not into usmf");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anArrivedFileIsNeverLost(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, Reply.text(200, "\"M-1\""), text("Enqueued"))) {
            OutcomeNotKnownException error = catchThrowableOfType(
                    OutcomeNotKnownException.class,
                    () -> face.job(rig.client, ACTIVITY).enqueueAndAwait(file(), Duration.ofMinutes(1)));
            assertThat(error.messageId()).isEqualTo(MESSAGE);
            assertThat(error)
                    .hasCauseInstanceOf(ProcessingTimeoutException.class)
                    .hasMessageContaining("M-1");
        }
        try (DataRig rig = new DataRig(face, Reply.text(200, "\"M-1\""), Reply.text(403, "no"))) {
            assertThatThrownBy(() -> face.job(rig.client, ACTIVITY).enqueueAndAwait(file(), HOUR))
                    .isInstanceOf(OutcomeNotKnownException.class)
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLostEnqueueNamesItsExternalId(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(
                face,
                replies(
                        List.of(text("Succeeded"), text("[]"), value("[]"), text("")),
                        Reply.reset(true),
                        job(5, "E-1", "null")))) {
            RecurringJob job = face.job(rig.client, ACTIVITY);
            TransportException lost = catchThrowableOfType(
                    TransportException.class, () -> job.enqueueAndAwait(file().externalId("batch-42"), HOUR));
            assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(lost).hasMessageContaining("batch-42").hasMessageContaining("Manage messages");
            assertThat(rig.server.requests()).hasSize(1);
            // What a person finds under Manage messages is the id of the message.
            assertThat(job.outcome(MESSAGE).isSuccess()).isTrue();
        }
    }

    private static EnqueueRequest file() {
        return EnqueueRequest.of(Payload.ofString("x")).entity("Customers");
    }

    private static EntityStatus entity(long rows) {
        return new EntityStatus(
                "Customers",
                Optional.empty(),
                rows,
                Optional.empty(),
                0,
                rows,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<String> advice(String state, ImportOutcome.Builder facts) {
        return facts.message(MESSAGE, MessageStatus.of(state)).build().advice();
    }

    @ParameterizedTest
    @CsvSource({
        "Enqueued, not picked the message up",
        "Dequeued, recurring data job is enabled",
        "Processing, entity that does not exist",
        "InProcess, never ends by itself",
        "PreProcessError, names the entity by its label"
    })
    void deadEndsOfMessagesHaveAdvice(String state, String words) {
        assertThat(advice(state, ImportOutcome.builder())).get().asString().contains(words);
    }

    @Test
    void deadEndsOfExecutionsHaveAdvice() {
        assertThat(advice("Processed", ImportOutcome.builder().entities(List.of(entity(0)))))
                .get()
                .asString()
                .contains("EntityMapList");
        assertThat(advice("Processed", ImportOutcome.builder().entities(List.of(entity(3)))))
                .isEmpty();
        assertThat(advice("ProcessedWithErrors", ImportOutcome.builder().execution(EXECUTION)))
                .get()
                .asString()
                .contains("no error rows");
        List<ExecutionError> exists =
                ExecutionError.listFromJson("\"The data project 'X' exists and overwrite has not been specified.\"");
        assertThat(advice(
                        "ProcessedWithErrors",
                        ImportOutcome.builder().execution(EXECUTION).errors(exists)))
                .get()
                .asString()
                .contains("overwrite(true)");
        JobStatus log = JobStatus.fromJson(
                "{\"DataJobStatus\":{\"DataJobState\":8},\"ExecutionLog\":\"Entity X does not exist in the target environment\"}");
        assertThat(advice("PreProcessError", ImportOutcome.builder().job(log)))
                .get()
                .asString()
                .contains("by their label");
        assertThat(ImportOutcome.builder().build().isTerminal()).isFalse();
        assertThat(ImportOutcome.builder().build().isSuccess()).isFalse();
        assertThat(ImportOutcome.builder().build().rawState()).isEmpty();
        assertThat(ImportOutcome.builder().build().advice()).get().asString().contains("unknown yet");
    }
}

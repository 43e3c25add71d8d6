package io.github.d365fo.connector.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ExecutionId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses of messages and of jobs, with whatever the service leaves out or spells otherwise. */
class StatusTest {
    @ParameterizedTest
    @CsvSource({
        "Enqueued,ENQUEUED",
        "0,ENQUEUED",
        "1,DEQUEUED",
        "2,DOWNLOADED",
        "3,ACKED",
        "InProcess,PROCESSING",
        "4,PROCESSING",
        "PROCESSING,PROCESSING",
        "PreProcessing,PREPROCESSING",
        "processed,PROCESSED",
        "5,PROCESSED",
        "ProcessedWithErrors,PROCESSED_WITH_ERRORS",
        "6,PROCESSED_WITH_ERRORS",
        "PostProcessError,POSTPROCESSING_FAILED",
        "PostProcessingError,POSTPROCESSING_FAILED",
        "PostProcessingFailed,POSTPROCESSING_FAILED",
        "7,POSTPROCESSING_FAILED",
        "PreProcessError,PREPROCESSING_ERROR",
        "PreProcessingError,PREPROCESSING_ERROR",
        "8,PREPROCESSING_ERROR",
        "9,UNKNOWN",
        "Pondering,UNKNOWN"
    })
    void statesAreReadInEverySpelling(String raw, MessageState state) {
        MessageStatus status = MessageStatus.of(raw);
        assertThat(status.state()).isEqualTo(state);
        assertThat(status.rawState()).isEqualTo(raw);
        assertThat(status.isSuccess()).isEqualTo(state == MessageState.PROCESSED);
        assertThat(status.isTerminal()).isEqualTo(state.isTerminal());
        assertThat(status)
                .isEqualTo(MessageStatus.of(raw))
                .hasSameHashCodeAs(MessageStatus.of(raw))
                .isNotEqualTo(raw);
        assertThat(status.toString()).contains(raw);
    }

    @Test
    void aJobStatusIsReadWithNumbersAndNames() {
        JobStatus status = JobStatus.fromJson("{\"DataJobStatus\":{\"DataProject\":\"XX\",\"DataJobIdentifier\":\"m\","
                + "\"ExternalIdentifier\":\"XX.xlsx\",\"ExecutionIdentifier\":\"XXImport-1\","
                + "\"DataJobStartedDateTime\":\"2016-08-27T20:58:15\",\"DataJobCompletedDateTime\":"
                + "\"2016-08-27T20:59:15Z\",\"DataJobState\":6},\"ExecutionLog\":\"log\",\"ExecutionDetail\":"
                + "[{\"EntityName\":\"Customers\",\"Company\":\"usmf\",\"StagingRecords\":3,\"StagingStatus\":4,"
                + "\"TargetRecords\":\"2\",\"TargetStatus\":\"Error\",\"TargetErrorCount\":1}]}");
        assertThat(status.state()).isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
        assertThat(status.rawState()).isEqualTo("6");
        assertThat(status.isTerminal()).isTrue();
        assertThat(status.isSuccess()).isFalse();
        assertThat(status.dataProject()).contains("XX");
        assertThat(status.externalId()).contains("XX.xlsx");
        assertThat(status.executionId()).contains(ExecutionId.of("XXImport-1"));
        assertThat(status.startedAt()).contains(Instant.parse("2016-08-27T20:58:15Z"));
        assertThat(status.completedAt()).contains(Instant.parse("2016-08-27T20:59:15Z"));
        assertThat(status.executionLog()).contains("log");
        EntityStatus entity = status.entities().get(0);
        assertThat(entity.entity()).isEqualTo("Customers");
        assertThat(entity.stagingStatus()).contains("Finished");
        assertThat(entity.targetStatus()).contains("Error");
        assertThat(entity.targetRecords()).isEqualTo(2);
        assertThat(entity.targetErrorCount()).isOne();
        assertThat(status.toString()).contains("PROCESSED_WITH_ERRORS");
    }

    @Test
    void aJobStatusMayLackAlmostEverything() {
        JobStatus status = JobStatus.fromJson("{\"DataJobState\":\"Enqueued\",\"ExecutionIdentifier\":"
                + "\"00000000-0000-0000-0000-000000000000\",\"DataJobStartedDateTime\":\"1900-01-01T00:00:00\","
                + "\"DataJobCompletedDateTime\":\"soon\"}");
        assertThat(status.state()).isEqualTo(MessageState.ENQUEUED);
        assertThat(status.executionId()).isEmpty();
        assertThat(status.startedAt()).isEmpty();
        assertThat(status.completedAt()).isEmpty();
        assertThat(status.entities()).isEmpty();
        for (String wrong : new String[] {"{}", "{\"DataJobStatus\":7}", "{\"DataJobState\":{}}", "[]"}) {
            assertThatThrownBy(() -> JobStatus.fromJson(wrong)).hasMessageContaining("job status: expected");
        }
    }

    @Test
    void aJobStatusKeepsItsStateBesideUnreadableFields() {
        for (String other : new String[] {
            "\"ExecutionDetail\":{}",
            "\"ExecutionDetail\":[true]",
            "\"ExecutionDetail\":[{\"StagingRecords\":\"many\"}]",
            "\"ExecutionLog\":[1]",
            "\"DataProject\":{}",
            "\"ExternalIdentifier\":[]",
            "\"DataJobIdentifier\":[]",
            "\"ExecutionIdentifier\":{}",
            "\"DataJobStartedDateTime\":[]",
            "\"DataJobCompletedDateTime\":{}"
        }) {
            JobStatus status = JobStatus.fromJson("{\"DataJobState\":6," + other + "}");
            assertThat(status.state()).as(other).isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
            assertThat(status.entities()).isEmpty();
        }
    }
}

package io.github.d365fo.connector.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.connector.status.MessageStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outcomes in words for people: the same for recurring jobs and packages, and none that fails without advice. */
class ImportStateTest {
    private static final MessageId MESSAGE = MessageId.of("f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11");
    private static final List<ExecutionError> ERRORS =
            ExecutionError.listFromJson("[{\"RecordId\":\"1\",\"Field\":\"ID\",\"ErrorMessage\":\"is closed\"}]");

    /** Numbers are what jobstatus says, names what GetMessageStatus and GetExecutionSummaryStatus say. */
    @ParameterizedTest
    @CsvSource({
        "0, Enqueued, NotRun, WAITING",
        "1, Dequeued, NotRun, WAITING",
        "4, Processing, Executing, RUNNING",
        "4, Preprocessing, Executing, RUNNING",
        "5, Processed, Succeeded, SUCCEEDED",
        "6, ProcessedWithErrors, PartiallySucceeded, PARTIALLY_SUCCEEDED",
        "7, PostProcessingFailed, Failed, FAILED",
        "8, PreProcessingError, Failed, FAILED",
        "99, Frozen, Frozen, UNKNOWN"
    })
    void recurringJobsAndPackagesShareTheirStates(String number, String message, String execution, ImportState state) {
        JobStatus job = JobStatus.fromJson("{\"DataJobState\":" + number + "}");
        assertThat(ImportOutcome.builder()
                        .message(MESSAGE, MessageStatus.of(job.rawState()))
                        .job(job)
                        .build())
                .extracting(ImportOutcome::state, ImportOutcome::rawState)
                .containsExactly(state, number);
        assertThat(ImportOutcome.builder()
                        .message(MESSAGE, MessageStatus.of(message))
                        .build()
                        .state())
                .isEqualTo(state);
        assertThat(ImportOutcome.builder()
                        .executionStatus(ExecutionStatus.of(execution))
                        .build()
                        .state())
                .isEqualTo(state);
    }

    @Test
    void nothingKnownIsUnknownAndCanceledIsCanceled() {
        assertThat(ImportOutcome.builder().build().state()).isEqualTo(ImportState.UNKNOWN);
        assertThat(ImportOutcome.builder()
                        .executionStatus(ExecutionStatus.of("Canceled"))
                        .build()
                        .state())
                .isEqualTo(ImportState.CANCELED);
    }

    /** Every combination of what can be known. */
    @Test
    void onlyWhatIsOverAndWellHasNoAdvice() {
        int tried = 0;
        for (Optional<MessageState> message : withNone(MessageState.values())) {
            for (Optional<ExecutionState> execution : withNone(ExecutionState.values())) {
                for (List<ExecutionError> errors : List.of(ERRORS, List.<ExecutionError>of())) {
                    for (long rows : new long[] {-1, 0, 3}) {
                        for (boolean known : new boolean[] {true, false}) {
                            check(outcome(message, execution, errors, rows, known), rows);
                            tried++;
                        }
                    }
                }
            }
        }
        assertThat(tried).isEqualTo(12 * 8 * 2 * 3 * 2);
    }

    private static void check(ImportOutcome outcome, long rows) {
        boolean well = outcome.isTerminal() && outcome.isSuccess() && rows != 0;
        assertThat(outcome.advice().isEmpty())
                .as(outcome + " of " + rows + " rows")
                .isEqualTo(well);
        assertThat(outcome.advice().orElse("x.")).isNotBlank().endsWith(".");
        assertThat(outcome.isSuccess()).isEqualTo(outcome.state() == ImportState.SUCCEEDED);
        assertThat(outcome.isTerminal())
                .isEqualTo(List.of(
                                ImportState.SUCCEEDED,
                                ImportState.PARTIALLY_SUCCEEDED,
                                ImportState.FAILED,
                                ImportState.CANCELED)
                        .contains(outcome.state()));
        assertThat(outcome.toString()).contains(outcome.state().name());
    }

    private static ImportOutcome outcome(
            Optional<MessageState> message,
            Optional<ExecutionState> execution,
            List<ExecutionError> errors,
            long rows,
            boolean known) {
        ImportOutcome.Builder facts = ImportOutcome.builder().errors(errors);
        message.ifPresent(state -> facts.message(MESSAGE, MessageStatus.of(state.name())));
        execution.ifPresent(state -> facts.executionStatus(ExecutionStatus.of(state.name())));
        if (known) {
            facts.execution(ExecutionId.of("E-1"));
        }
        if (rows >= 0) {
            facts.entities(List.of(new EntityStatus(
                    "Groups",
                    Optional.empty(),
                    rows,
                    Optional.empty(),
                    0,
                    rows,
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty())));
        }
        return facts.build();
    }

    private static <T> List<Optional<T>> withNone(T[] values) {
        return Stream.concat(Stream.of(Optional.<T>empty()), Stream.of(values).map(Optional::of))
                .toList();
    }
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.internal.wire.ImportRefusal;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Advice on the known ways in which imports fail or get stuck. */
final class OutcomeAdvice {
    private static final String MESSAGE_WAITS =
            "The batch has not picked the message up yet; it does so at the job's next recurrence. If the message"
                    + " stays there, check that the recurring data job is enabled and that its batch job"
                    + " runs.";

    private static final String MESSAGE_RUNS = "It is being processed. A message that stays there names an entity that"
            + " does not exist (it must be the entity's label, not its OData name), or its file has another format or"
            + " encoding than the job expects; such a message never ends by itself.";

    private static final String EXECUTION_WAITS = "The batch has not started it yet. If that does not change, check"
            + " that the batch"
            + " service of the environment runs.";

    private static final String EXECUTION_RUNS = "It is being imported. Ask again later.";

    private OutcomeAdvice() {}

    static Optional<String> on(ImportOutcome outcome, @Nullable String company) {
        List<String> sentences = new ArrayList<>();
        unfinished(outcome).ifPresent(sentences::add);
        refusal(outcome).ifPresent(sentences::add);
        finished(outcome).ifPresent(sentences::add);
        otherCompany(outcome, company).ifPresent(sentences::add);
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
    }

    private static Optional<String> unfinished(ImportOutcome outcome) {
        boolean message = outcome.messageStatus().isPresent();
        return switch (outcome.state()) {
            case WAITING -> Optional.of(message ? MESSAGE_WAITS : EXECUTION_WAITS);
            case RUNNING -> Optional.of(message ? MESSAGE_RUNS : EXECUTION_RUNS);
            case UNKNOWN ->
                Optional.of("Its state is unknown"
                        + (outcome.rawState().isBlank() ? " yet" : ": the service calls it " + outcome.rawState())
                        + ". Ask again later.");
            default -> Optional.empty();
        };
    }

    private static Optional<String> refusal(ImportOutcome outcome) {
        return Stream.concat(
                        outcome.errors().stream().map(ExecutionError::message),
                        outcome.jobStatus().flatMap(JobStatus::executionLog).stream())
                .flatMap(words -> ImportRefusal.advice(words).stream())
                .findFirst();
    }

    private static Optional<String> finished(ImportOutcome outcome) {
        boolean nothing = outcome.entities().stream().allMatch(OutcomeAdvice::isEmpty);
        if (outcome.isSuccess() && nothing && !outcome.entities().isEmpty()) {
            return Optional.of("No row was imported, although nothing failed: the package's manifest has no field map"
                    + " (EntityMapList) for the entity, or names it wrongly, or the file has no rows.");
        }
        return outcome.isTerminal() && !outcome.isSuccess() ? Optional.of(failed(outcome)) : Optional.empty();
    }

    private static String failed(ImportOutcome outcome) {
        if (outcome.state() == ImportState.CANCELED) {
            return "Somebody ended it in the environment, perhaps after some rows were imported: find out why before you"
                    + " import it again.";
        }
        long rows = outcome.errorCount();
        if (rows > 0) {
            return "The service names " + rows + (rows == 1 ? " error" : " errors")
                    + ": correct them at the source, and import again "
                    + (outcome.state() == ImportState.PARTIALLY_SUCCEEDED
                            ? "the rows that failed; the others are imported."
                            : "what failed.");
        }
        if (!outcome.gaps().isEmpty()) {
            return "The reason for the failure could not be read: ask again later, or look at the execution in the"
                    + " environment.";
        }
        return outcome.executionId().isEmpty()
                ? "The file could not be prepared, so no execution started: check that the request names the entity"
                        + " by its label and that format, encoding and field map match the job."
                : "The service has no error rows for it: it failed before it reached the rows, or its staging was"
                        + " cleaned up. The execution's log in the environment may say why.";
    }

    private static boolean isEmpty(EntityStatus entity) {
        return entity.stagingRecords() == 0 && entity.targetRecords() == 0;
    }

    private static Optional<String> otherCompany(ImportOutcome outcome, @Nullable String company) {
        return outcome.entities().stream()
                .flatMap(entity -> entity.company().stream())
                .filter(actual -> company != null && !actual.equalsIgnoreCase(company))
                .findFirst()
                .map(actual -> "It went into the company " + actual + " and not into " + company
                        + ": the recurring data job's \"Use company from message\" is off.");
    }
}

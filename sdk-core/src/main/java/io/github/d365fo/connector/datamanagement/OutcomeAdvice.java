package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.internal.wire.ImportRefusal;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to do about the dead ends that imports are known for. */
final class OutcomeAdvice {
    private static final String MESSAGE_WAITS =
            "The batch has not picked the message up yet: that takes until the job's"
                    + " next recurrence. If it stays so, check that the recurring data job is enabled and that its batch job"
                    + " runs.";

    private static final String MESSAGE_RUNS = "It is being processed. A message that stays there names an entity that"
            + " does not exist (it must be the entity's label, not its OData name), or its file has another format or"
            + " encoding than the job expects; such a message never ends by itself.";

    private static final String EXECUTION_WAITS = "The batch has not begun it yet. If it stays so, check that the batch"
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
                Optional.of("Its state is not known"
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
                    + ": mend at its source what they say, and import again "
                    + (outcome.state() == ImportState.PARTIALLY_SUCCEEDED
                            ? "the rows that failed; the others are imported."
                            : "what failed.");
        }
        if (!outcome.gaps().isEmpty()) {
            return "Why it failed could not be learned: ask again later, or look at the execution in the environment.";
        }
        return outcome.executionId().isEmpty()
                ? "The file could not be made ready, so no execution began: check that the entity is named by its label"
                        + " and that format, encoding and field map are the job's."
                : "The service has no error rows for it: it failed before it came to the rows, or its staging was"
                        + " cleaned up. The execution's log in the environment may tell.";
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

package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers what the service knows about one import, one request after another. Not thread-safe. */
final class OutcomeGatherer {
    private final Pipeline pipeline;
    private final DataManagementRequests actions;
    private final Call call;
    private final ImportOutcome.Builder facts = ImportOutcome.builder();
    private @Nullable Throwable firstFailure;
    private boolean learned;

    OutcomeGatherer(Pipeline pipeline, DataManagementRequests actions, Call call) {
        this.pipeline = pipeline;
        this.actions = actions;
        this.call = call;
    }

    /** Gathers the outcome of an execution. */
    CompletableFuture<ImportOutcome> of(ExecutionId execution) {
        facts.execution(execution);
        return execution();
    }

    /** Gathers the outcome of a message whose job is unknown. */
    CompletableFuture<ImportOutcome> of(MessageId message) {
        return ask(actions.messageStatus(message)).thenCompose(status -> {
            facts.message(message, status);
            return execution(message);
        });
    }

    /**
     * Gathers the outcome of a message of a job that was meant for {@code company}; {@code known} is its state, if
     * already known.
     */
    CompletableFuture<ImportOutcome> of(
            MessageId message, Exchange<JobStatus> job, String company, Optional<MessageStatus> known) {
        facts.company(company);
        return ask(job).thenAccept(status -> facts.message(message, MessageStatus.of(status.rawState()))
                        .job(status))
                .exceptionallyCompose(failure -> withoutJob(message, job, known, Calls.unwrap(failure)))
                .thenCompose(told -> facts.execution().isPresent() ? execution() : execution(message));
    }

    /** Continues with the state of the message alone, if it is known or the job status can't be read. */
    private CompletableFuture<Void> withoutJob(
            MessageId message, Exchange<JobStatus> job, Optional<MessageStatus> known, Throwable failure) {
        boolean goesOn = known.isPresent() || failure instanceof MalformedResponseException;
        if (!goesOn || !isGap(failure)) {
            return CompletableFuture.failedFuture(failure);
        }
        addGap(job.operation(), failure);
        return known.map(CompletableFuture::completedFuture)
                .orElseGet(() -> ask(actions.messageStatus(message)))
                .thenAccept(status -> facts.message(message, status));
    }

    private CompletableFuture<ImportOutcome> execution(MessageId message) {
        return tell(actions.executionId(message), id -> id.ifPresent(facts::execution))
                .thenCompose(told -> execution());
    }

    private CompletableFuture<ImportOutcome> execution() {
        return facts.execution().isEmpty()
                ? CompletableFuture.completedFuture(facts.build())
                : details(facts.execution().get());
    }

    private CompletableFuture<ImportOutcome> details(ExecutionId execution) {
        return tell(actions.executionStatus(execution), facts::executionStatus)
                .thenCompose(told -> tell(actions.executionErrors(execution), this::errors))
                .thenCompose(told -> entities(execution))
                .thenCompose(told -> tell(actions.executionPage(execution), page -> page.ifPresent(facts::page)))
                .thenCompose(told -> learned || firstFailure == null
                        ? CompletableFuture.completedFuture(facts.build())
                        : CompletableFuture.failedFuture(firstFailure));
    }

    private void errors(ErrorRows rows) {
        facts.errors(rows.rows()).errorCount(rows.count());
        rows.gap().ifPresent(facts::gap);
    }

    private CompletableFuture<Boolean> entities(ExecutionId execution) {
        return facts.entities().isEmpty()
                ? tell(actions.entityStatuses(execution), facts::entities)
                : CompletableFuture.completedFuture(true);
    }

    /** Asks for something the outcome can't do without. */
    private <T> CompletableFuture<T> ask(Exchange<T> question) {
        return pipeline.run(call, question).thenApply(answer -> {
            learned = true;
            return answer;
        });
    }

    /** Asks for a detail. If that fails, it becomes a gap and does not affect the others. */
    private <T> CompletableFuture<Boolean> tell(Exchange<T> question, Consumer<T> use) {
        return ask(question)
                .thenApply(answer -> {
                    use.accept(answer);
                    return true;
                })
                .exceptionallyCompose(failure -> {
                    Throwable cause = Calls.unwrap(failure);
                    if (!isGap(cause)) {
                        return CompletableFuture.failedFuture(cause);
                    }
                    addGap(question.operation(), cause);
                    return CompletableFuture.completedFuture(false);
                });
    }

    /** Returns whether this failure of a detail becomes a gap; an early end of the call ends all of it. */
    private static boolean isGap(Throwable failure) {
        return failure instanceof ConnectorException known && !Calls.isEndedFromOutside(known);
    }

    private void addGap(Operation operation, Throwable failure) {
        firstFailure = firstFailure == null ? failure : firstFailure;
        facts.gap(operation.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " could not be read: "
                + failure.getMessage());
    }
}

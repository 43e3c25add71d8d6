package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.internal.pipeline.CallScope;
import io.github.d365fo.connector.internal.pipeline.Calls;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.Face;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers what the service tells about one import, one question after another. Not thread-safe. */
final class OutcomeCall {
    private final Pipeline pipeline;
    private final DataActions actions;
    private final Face face;
    private final CallScope scope;
    private final ImportOutcome.Builder facts = ImportOutcome.builder();

    OutcomeCall(Pipeline pipeline, DataActions actions, Face face, CallScope scope) {
        this.pipeline = pipeline;
        this.actions = actions;
        this.face = face;
        this.scope = scope;
    }

    /** Gathers the outcome of an execution. */
    CompletableFuture<ImportOutcome> of(ExecutionId execution) {
        facts.execution(execution);
        return execution();
    }

    /** Gathers the outcome of a message whose job is not known. */
    CompletableFuture<ImportOutcome> of(MessageId message) {
        return ask(actions.messageStatus(message)).thenCompose(status -> {
            facts.message(message, status);
            return execution(message);
        });
    }

    /** Gathers the outcome of a message of a job, which was to go into {@code company}. */
    CompletableFuture<ImportOutcome> of(MessageId message, Exchange<JobStatus> job, String company) {
        return ask(job).thenCompose(status -> {
            facts.message(message, MessageStatus.of(status.rawState()))
                    .job(status)
                    .company(company);
            return facts.execution().isPresent() ? execution() : execution(message);
        });
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
                .thenCompose(told -> tell(actions.executionErrors(execution), facts::errors))
                .thenCompose(told -> entities(execution))
                .thenCompose(told -> tell(actions.executionPage(execution), page -> page.ifPresent(facts::page)))
                .thenApply(told -> facts.build());
    }

    private CompletableFuture<Boolean> entities(ExecutionId execution) {
        return facts.entities().isEmpty()
                ? tell(actions.entityStatuses(execution), facts::entities)
                : CompletableFuture.completedFuture(true);
    }

    private <T> CompletableFuture<T> ask(Exchange<T> question) {
        return pipeline.run(face, scope, question);
    }

    /** Asks for a detail. That the service refuses to tell one is said and keeps nobody from the others. */
    private <T> CompletableFuture<Boolean> tell(Exchange<T> question, Consumer<T> use) {
        return ask(question)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        use.accept(answer);
                    }
                    return failure;
                })
                .thenCompose(failure -> pass(question.operation(), failure));
    }

    private CompletableFuture<Boolean> pass(Operation operation, @Nullable Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(true);
        }
        Throwable cause = Calls.unwrap(failure);
        if (!(cause instanceof ServiceException)
                || cause instanceof AuthorizationException
                || cause instanceof ThrottledException) {
            return CompletableFuture.failedFuture(cause);
        }
        facts.gap(operation.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " is not known: " + cause.getMessage());
        return CompletableFuture.completedFuture(false);
    }
}

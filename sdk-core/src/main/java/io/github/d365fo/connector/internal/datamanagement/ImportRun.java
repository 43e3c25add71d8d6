package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.NullArgument;
import io.github.d365fo.connector.internal.flow.StartOnce;
import io.github.d365fo.connector.internal.observe.Subject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The state of one import over all its attempts. Thread-safe; imports of one data project run one after another. */
final class ImportRun {
    private final DataManagementOperations operations;
    private final @Nullable Source source;
    private final StartOnce startOnce;
    private volatile ExecutionId execution;
    private volatile ExecutionStep step = ExecutionStep.NEW;

    private record Source(Payload payload, ImportRequest request) {}

    private ImportRun(
            DataManagementOperations operations,
            @Nullable Source source,
            ExecutionId execution,
            boolean possiblyStarted) {
        this.operations = operations;
        this.source = source;
        this.execution = execution;
        this.startOnce = new StartOnce(possiblyStarted);
    }

    static ImportRun begin(DataManagementOperations operations, Payload payload, ImportRequest request) {
        return new ImportRun(
                operations, source(payload, request), DataManagementOperations.idOf(request.executionId()), false);
    }

    static ImportRun resume(DataManagementOperations operations, Payload payload, ImportRequest request) {
        return new ImportRun(
                operations, source(payload, request), DataManagementOperations.knownId(request.executionId()), true);
    }

    static ImportRun follow(DataManagementOperations operations, ExecutionId execution) {
        NullArgument.refuse(execution, "execution");
        return new ImportRun(operations, null, execution, true);
    }

    private static Source source(Payload payload, ImportRequest request) {
        NullArgument.refuse(payload, "packageFile");
        NullArgument.refuse(request, "request");
        if (!request.execute()) {
            throw new IllegalArgumentException("execute: expected true, since an import that does not run never"
                    + " ends, but got false; use importFromPackage");
        }
        return new Source(payload, request);
    }

    ExecutionId execution() {
        return execution;
    }

    ExecutionStep step() {
        return step;
    }

    Calls calls() {
        return operations.calls().about(subject -> about(subject).execution(execution));
    }

    private Subject about(Subject subject) {
        return source == null ? subject : subject.dataProject(source.request().dataProject());
    }

    CompletableFuture<ImportOutcome> run(Call call, Duration atMost, TransferListener progress) {
        NullArgument.refuse(progress, "progress");
        Deadline deadline = operations.deadline(atMost);
        if (source == null) {
            return follow(call, deadline);
        }
        step = ExecutionStep.WAITING;
        Start start = new Start(call, source, deadline, progress);
        return operations.inTurn(
                call,
                source.request(),
                () -> startOnce.run(start).thenCompose(id -> {
                    execution = id;
                    return follow(call, deadline);
                }));
    }

    private CompletableFuture<ImportOutcome> follow(Call call, Deadline deadline) {
        step = ExecutionStep.RUNNING;
        return operations
                .awaitEnd(call, execution, deadline.left())
                .thenCompose(status -> operations.outcome(call, execution))
                .thenApply(outcome -> {
                    step = ExecutionStep.FINISHED;
                    return outcome;
                });
    }

    /** The steps that start an import: upload the package, then start its import. */
    private final class Start implements StartOnce.Steps {
        private final Call call;
        private final Source from;
        private final Deadline deadline;
        private final TransferListener progress;

        Start(Call call, Source from, Deadline deadline, TransferListener progress) {
            this.call = call;
            this.from = from;
            this.deadline = deadline;
            this.progress = progress;
        }

        @Override
        public CompletableFuture<ExecutionId> start() {
            step = ExecutionStep.UPLOADING;
            String name = execution.value() + ".zip";
            return operations
                    .transfers()
                    .upload(
                            call,
                            () -> operations.ask(call, operations.actions().writeUrl(name)),
                            from.payload(),
                            progress)
                    .thenCompose(uploaded -> {
                        step = ExecutionStep.STARTING;
                        startOnce.sending();
                        return operations.startImport(call, uploaded.url(), from.request(), execution);
                    });
        }

        @Override
        public CompletableFuture<Optional<ConnectorException>> check() {
            step = ExecutionStep.CHECKING;
            return operations.whyUnknown(call, execution, deadline.left());
        }

        @Override
        public ExecutionId execution() {
            return execution;
        }

        @Override
        public boolean isRepeatable() {
            return from.payload().isRepeatable();
        }
    }
}

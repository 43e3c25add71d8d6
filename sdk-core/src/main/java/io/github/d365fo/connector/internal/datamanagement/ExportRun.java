package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ExecutionFailedException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.NullArgument;
import io.github.d365fo.connector.internal.flow.StartOnce;
import io.github.d365fo.connector.internal.observe.Subject;
import io.github.d365fo.connector.internal.transfer.Landing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The state of one export over all its attempts, which run one after another. Thread-safe. */
final class ExportRun {
    private final DataManagementOperations operations;
    private final @Nullable ExportRequest request;
    private final StartOnce startOnce;
    private final ExecutionId chosen;
    private volatile ExecutionId execution;
    private volatile ExecutionStep step = ExecutionStep.NEW;

    private ExportRun(
            DataManagementOperations operations,
            @Nullable ExportRequest request,
            ExecutionId execution,
            boolean possiblyStarted) {
        this.operations = operations;
        this.request = request;
        this.chosen = execution;
        this.execution = execution;
        this.startOnce = new StartOnce(possiblyStarted);
    }

    static ExportRun begin(DataManagementOperations operations, ExportRequest request) {
        NullArgument.refuse(request, "request");
        return new ExportRun(operations, request, DataManagementOperations.idOf(request.executionId()), false);
    }

    static ExportRun resume(DataManagementOperations operations, ExportRequest request) {
        NullArgument.refuse(request, "request");
        return new ExportRun(operations, request, DataManagementOperations.knownId(request.executionId()), true);
    }

    static ExportRun follow(DataManagementOperations operations, ExecutionId execution) {
        NullArgument.refuse(execution, "execution");
        return new ExportRun(operations, null, execution, true);
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
        return request == null ? subject : subject.dataProject(request.dataProject());
    }

    CompletableFuture<DownloadedFile> run(Call call, Landing landing, Duration atMost, TransferListener progress) {
        NullArgument.refuse(progress, "progress");
        return operations.inTurn(call, chosen, () -> export(call, landing, atMost, progress));
    }

    private CompletableFuture<DownloadedFile> export(
            Call call, Landing landing, Duration atMost, TransferListener progress) {
        Deadline deadline = operations.deadline(atMost);
        return begun(call, deadline)
                .thenCompose(id -> {
                    execution = id;
                    step = ExecutionStep.RUNNING;
                    return operations.awaitEnd(call, id, deadline.left());
                })
                .thenCompose(status -> download(call, status, landing, deadline, progress));
    }

    private CompletableFuture<ExecutionId> begun(Call call, Deadline deadline) {
        return request == null
                ? CompletableFuture.completedFuture(execution)
                : startOnce.run(new Start(call, request, deadline));
    }

    private CompletableFuture<DownloadedFile> download(
            Call call, ExecutionStatus status, Landing landing, Deadline deadline, TransferListener progress) {
        if (!status.isSuccess()) {
            return CompletableFuture.failedFuture(failed(status));
        }
        step = ExecutionStep.DOWNLOADING;
        return operations
                .downloadPackage(call, execution, landing, deadline.left(), progress)
                .thenApply(file -> {
                    step = ExecutionStep.FINISHED;
                    return file;
                });
    }

    private ExecutionFailedException failed(ExecutionStatus status) {
        return new ExecutionFailedException(
                "the export " + execution + " ended as " + status.rawState()
                        + ", so its package is incomplete; executionErrors returns the reasons, and downloadPackage"
                        + " fetches what was exported",
                Failure.of(Operation.EXECUTION_STATUS, Outcome.REJECTED),
                status.rawState());
    }

    /** The steps that start an export. */
    private final class Start implements StartOnce.Steps {
        private final Call call;
        private final ExportRequest from;
        private final Deadline deadline;

        Start(Call call, ExportRequest from, Deadline deadline) {
            this.call = call;
            this.from = from;
            this.deadline = deadline;
        }

        @Override
        public CompletableFuture<ExecutionId> start() {
            step = ExecutionStep.STARTING;
            startOnce.sending();
            return operations.startExport(call, from, execution);
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
            return true;
        }
    }
}

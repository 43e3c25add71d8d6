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
import io.github.d365fo.connector.internal.call.Face;
import io.github.d365fo.connector.internal.call.NullArgument;
import io.github.d365fo.connector.internal.flow.StartOnce;
import io.github.d365fo.connector.internal.transfer.Landing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One export over all its tries, which come one after another. Thread-safe. */
final class ExportRun {
    private final DataManagementOperations engine;
    private final @Nullable ExportRequest request;
    private final StartOnce launch;
    private final ExecutionId chosen;
    private volatile ExecutionId execution;
    private volatile ExecutionStep step = ExecutionStep.NEW;

    private ExportRun(
            DataManagementOperations engine,
            @Nullable ExportRequest request,
            ExecutionId execution,
            boolean possiblyStarted) {
        this.engine = engine;
        this.request = request;
        this.chosen = execution;
        this.execution = execution;
        this.launch = new StartOnce(possiblyStarted);
    }

    static ExportRun begin(DataManagementOperations engine, ExportRequest request) {
        NullArgument.refuse(request, "request");
        return new ExportRun(engine, request, DataManagementOperations.idOf(request.executionId()), false);
    }

    static ExportRun resume(DataManagementOperations engine, ExportRequest request) {
        NullArgument.refuse(request, "request");
        return new ExportRun(engine, request, DataManagementOperations.knownId(request.executionId()), true);
    }

    static ExportRun follow(DataManagementOperations engine, ExecutionId execution) {
        NullArgument.refuse(execution, "execution");
        return new ExportRun(engine, null, execution, true);
    }

    ExecutionId execution() {
        return execution;
    }

    ExecutionStep step() {
        return step;
    }

    Call scope(Duration atMost) {
        return engine.scopes().scope(atMost).about("execution " + execution);
    }

    CompletableFuture<DownloadedFile> run(
            Face face, Call scope, Landing landing, Duration atMost, TransferListener progress) {
        NullArgument.refuse(progress, "progress");
        return engine.inTurn(face, scope, chosen, () -> export(face, scope, landing, atMost, progress));
    }

    private CompletableFuture<DownloadedFile> export(
            Face face, Call scope, Landing landing, Duration atMost, TransferListener progress) {
        Deadline deadline = engine.deadline(atMost);
        return begun(face, scope, deadline)
                .thenCompose(id -> {
                    execution = id;
                    step = ExecutionStep.RUNNING;
                    return engine.awaitEnd(face, scope, id, deadline.left());
                })
                .thenCompose(status -> download(face, scope, status, landing, deadline, progress));
    }

    private CompletableFuture<ExecutionId> begun(Face face, Call scope, Deadline deadline) {
        return request == null
                ? CompletableFuture.completedFuture(execution)
                : launch.run(new Start(face, scope, request, deadline));
    }

    private CompletableFuture<DownloadedFile> download(
            Face face,
            Call scope,
            ExecutionStatus status,
            Landing landing,
            Deadline deadline,
            TransferListener progress) {
        if (!status.isSuccess()) {
            return CompletableFuture.failedFuture(failed(status));
        }
        step = ExecutionStep.DOWNLOADING;
        return engine.downloadPackage(face, scope, execution, landing, deadline.left(), progress)
                .thenApply(file -> {
                    step = ExecutionStep.FINISHED;
                    return file;
                });
    }

    private ExecutionFailedException failed(ExecutionStatus status) {
        return new ExecutionFailedException(
                "the export " + execution + " ended as " + status.rawState()
                        + ", so its package is not whole; executionErrors tells why. What there is of it can be had"
                        + " with downloadPackage",
                Failure.of(Operation.EXECUTION_STATUS, Outcome.REJECTED),
                status.rawState());
    }

    /** How an export is started. */
    private final class Start implements StartOnce.Steps {
        private final Face face;
        private final Call scope;
        private final ExportRequest from;
        private final Deadline deadline;

        Start(Face face, Call scope, ExportRequest from, Deadline deadline) {
            this.face = face;
            this.scope = scope;
            this.from = from;
            this.deadline = deadline;
        }

        @Override
        public CompletableFuture<ExecutionId> start() {
            step = ExecutionStep.STARTING;
            launch.sending();
            return engine.startExport(face, scope, from, execution);
        }

        @Override
        public CompletableFuture<Optional<ConnectorException>> check() {
            step = ExecutionStep.CHECKING;
            return engine.whyUnknown(face, scope, execution, deadline.left());
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

package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Face;
import io.github.d365fo.connector.internal.call.NullArgument;
import io.github.d365fo.connector.internal.flow.StartOnce;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One import over all its tries. Thread-safe; tries of one data project come one after another. */
final class ImportRun {
    private final DataManagementOperations engine;
    private final @Nullable Source source;
    private final StartOnce launch;
    private volatile ExecutionId execution;
    private volatile ExecutionStep step = ExecutionStep.NEW;

    private record Source(Payload payload, ImportRequest request) {}

    private ImportRun(
            DataManagementOperations engine, @Nullable Source source, ExecutionId execution, boolean possiblyStarted) {
        this.engine = engine;
        this.source = source;
        this.execution = execution;
        this.launch = new StartOnce(possiblyStarted);
    }

    static ImportRun begin(DataManagementOperations engine, Payload payload, ImportRequest request) {
        return new ImportRun(
                engine, source(payload, request), DataManagementOperations.idOf(request.executionId()), false);
    }

    static ImportRun resume(DataManagementOperations engine, Payload payload, ImportRequest request) {
        return new ImportRun(
                engine, source(payload, request), DataManagementOperations.knownId(request.executionId()), true);
    }

    static ImportRun follow(DataManagementOperations engine, ExecutionId execution) {
        NullArgument.refuse(execution, "execution");
        return new ImportRun(engine, null, execution, true);
    }

    private static Source source(Payload payload, ImportRequest request) {
        NullArgument.refuse(payload, "packageFile");
        NullArgument.refuse(request, "request");
        if (!request.execute()) {
            throw new IllegalArgumentException("execute: expected true, since an import that is not run has no end to"
                    + " wait for, but got false; use importFromPackage");
        }
        return new Source(payload, request);
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

    CompletableFuture<ImportOutcome> run(Face face, Call scope, Duration atMost, TransferListener progress) {
        NullArgument.refuse(progress, "progress");
        Deadline deadline = engine.deadline(atMost);
        if (source == null) {
            return follow(face, scope, deadline);
        }
        step = ExecutionStep.WAITING;
        Start start = new Start(face, scope, source, deadline, progress);
        return engine.inTurn(
                face,
                scope,
                source.request(),
                () -> launch.run(start).thenCompose(id -> {
                    execution = id;
                    return follow(face, scope, deadline);
                }));
    }

    private CompletableFuture<ImportOutcome> follow(Face face, Call scope, Deadline deadline) {
        step = ExecutionStep.RUNNING;
        return engine.awaitEnd(face, scope, execution, deadline.left())
                .thenCompose(status -> engine.outcome(face, scope, execution))
                .thenApply(outcome -> {
                    step = ExecutionStep.FINISHED;
                    return outcome;
                });
    }

    /** How an import is started: upload, then import what was uploaded. */
    private final class Start implements StartOnce.Steps {
        private final Face face;
        private final Call scope;
        private final Source from;
        private final Deadline deadline;
        private final TransferListener progress;

        Start(Face face, Call scope, Source from, Deadline deadline, TransferListener progress) {
            this.face = face;
            this.scope = scope;
            this.from = from;
            this.deadline = deadline;
            this.progress = progress;
        }

        @Override
        public CompletableFuture<ExecutionId> start() {
            step = ExecutionStep.UPLOADING;
            String name = execution.value() + ".zip";
            return engine.transfers()
                    .upload(
                            face,
                            scope,
                            () -> engine.ask(face, scope, engine.actions().writeUrl(name)),
                            from.payload(),
                            progress)
                    .thenCompose(uploaded -> {
                        step = ExecutionStep.STARTING;
                        launch.sending();
                        return engine.startImport(face, scope, uploaded.url(), from.request(), execution);
                    });
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
            return from.payload().isRepeatable();
        }
    }
}

package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Face;
import io.github.d365fo.connector.internal.call.NullArgument;
import io.github.d365fo.connector.internal.call.Scopes;
import io.github.d365fo.connector.internal.flow.StatusPoll;
import io.github.d365fo.connector.internal.flow.Turns;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.internal.transfer.FileTransfers;
import io.github.d365fo.connector.internal.transfer.Landing;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What data management can do, for both faces. Thread-safe. */
public final class DataManagementOperations {
    private final Pipeline pipeline;
    private final Scopes scopes;
    private final Time time;
    private final SignedTransfers transfers;
    private final DataManagementRequests actions;
    private final StartActions starts;
    private final Turns projects;
    private final Turns executions;

    /** Creates the data management of a client. */
    public DataManagementOperations(
            Pipeline pipeline, Scopes scopes, Time time, FileTransfers transfers, EnvironmentAddress environment) {
        this.pipeline = pipeline;
        this.scopes = scopes;
        this.time = time;
        this.transfers = new SignedTransfers(transfers);
        this.actions = new DataManagementRequests(environment, pipeline.secrets());
        this.starts = new StartActions(actions);
        this.projects = new Turns(pipeline);
        this.executions = new Turns(pipeline);
    }

    /**
     * Gathers the outcome of a message of a recurring job, which was to go into {@code company}; {@code known} is its
     * state, if that was asked for before.
     */
    public CompletableFuture<ImportOutcome> outcome(
            Face face,
            Call scope,
            MessageId message,
            Exchange<JobStatus> job,
            String company,
            Optional<MessageStatus> known) {
        return new OutcomeGatherer(pipeline, actions, face, scope).of(message, job, company, known);
    }

    Scopes scopes() {
        return scopes;
    }

    DataManagementRequests actions() {
        return actions;
    }

    SignedTransfers transfers() {
        return transfers;
    }

    Deadline deadline(Duration atMost) {
        return new Deadline(time, atMost);
    }

    <T> CompletableFuture<T> ask(Face face, Call scope, Exchange<T> question) {
        return pipeline.run(face, scope, question);
    }

    CompletableFuture<ImportOutcome> outcome(Face face, Call scope, MessageId message) {
        NullArgument.refuse(message, "message");
        scope.about("message " + message);
        return new OutcomeGatherer(pipeline, actions, face, scope).of(message);
    }

    CompletableFuture<ImportOutcome> outcome(Face face, Call scope, ExecutionId execution) {
        NullArgument.refuse(execution, "execution");
        scope.about("execution " + execution);
        return new OutcomeGatherer(pipeline, actions, face, scope).of(execution);
    }

    /** Does {@code work} while no other import of the project of {@code request} runs in this client. */
    <T> CompletableFuture<T> inTurn(Face face, Call scope, ImportRequest request, Supplier<CompletableFuture<T>> work) {
        return projects.inTurn(face, scope, StartActions.operation(request), request.dataProject(), work);
    }

    /** Does {@code work} while no other call of this client works on the export {@code execution}. */
    <T> CompletableFuture<T> inTurn(Face face, Call scope, ExecutionId execution, Supplier<CompletableFuture<T>> work) {
        return executions.inTurn(face, scope, Operation.EXPORT_PACKAGE, execution.value(), work);
    }

    CompletableFuture<ExecutionId> startImport(
            Face face, Call scope, SignedUrl packageUrl, ImportRequest request, ExecutionId execution) {
        return pipeline.run(face, scope, starts.importPackage(packageUrl, request, execution));
    }

    CompletableFuture<ExecutionId> startExport(Face face, Call scope, ExportRequest request, ExecutionId execution) {
        return pipeline.run(face, scope, starts.exportPackage(request, execution));
    }

    /** Returns the last state of an execution, when it has ended. */
    CompletableFuture<ExecutionStatus> awaitEnd(Face face, Call scope, ExecutionId execution, Duration atMost) {
        ExecutionPoll poll = new ExecutionPoll(execution, actions.executionStatus(execution), false);
        return new StatusPoll<>(pipeline, face, scope, poll, atMost).run();
    }

    /** Returns empty if the service knows the execution, else its refusal, after a time of grace. */
    CompletableFuture<Optional<ConnectorException>> whyUnknown(
            Face face, Call scope, ExecutionId execution, Duration atMost) {
        ExecutionPoll poll = new ExecutionPoll(execution, actions.executionStatus(execution), true);
        return new StatusPoll<>(pipeline, face, scope, poll, atMost)
                .run()
                .thenApply(known -> Optional.<ConnectorException>empty())
                .exceptionallyCompose(failure ->
                        Calls.unwrap(failure) instanceof ConnectorException unknown && ExecutionPoll.isUnknown(unknown)
                                ? CompletableFuture.completedFuture(Optional.of(unknown))
                                : CompletableFuture.failedFuture(Calls.unwrap(failure)));
    }

    CompletableFuture<DownloadedFile> downloadPackage(
            Face face, Call scope, ExecutionId execution, Landing landing, Duration atMost, TransferListener progress) {
        NullArgument.refuse(progress, "progress");
        Deadline deadline = deadline(atMost);
        Exchange<Optional<SignedUrl>> question = actions.exportedPackageUrl(execution);
        scope.about("execution " + execution);
        return transfers
                .download(
                        () -> awaitAddress(face, scope, question, deadline),
                        transfers.toPackage(face, scope, landing, progress))
                .thenApply(Optional::orElseThrow);
    }

    CompletableFuture<Optional<DownloadedFile>> downloadStagingErrors(
            Face face, Call scope, ExecutionId execution, String entity, Landing landing) {
        Exchange<Optional<SignedUrl>> question = actions.stagingErrorsUrl(execution, entity);
        scope.about("execution " + execution);
        return transfers.download(() -> pipeline.run(face, scope, question), transfers.toFile(face, scope, landing));
    }

    CompletableFuture<Optional<DownloadedFile>> downloadErrorKeys(
            Face face, Call scope, ExecutionId execution, String entity, Landing landing, Duration atMost) {
        Deadline deadline = deadline(atMost);
        Exchange<Optional<SignedUrl>> question = actions.errorKeysUrl(execution, entity);
        scope.about("execution " + execution);
        return pipeline.run(face, scope, actions.generateErrorKeys(execution, entity))
                .thenCompose(any -> any
                        ? transfers.download(
                                () -> awaitAddress(face, scope, question, deadline),
                                transfers.toFile(face, scope, landing))
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<Optional<SignedUrl>> awaitAddress(
            Face face, Call scope, Exchange<Optional<SignedUrl>> question, Deadline deadline) {
        return new StatusPoll<>(pipeline, face, scope, new AddressPoll(question), deadline.left()).run();
    }

    CompletableFuture<ExecutionId> importFromPackage(
            Face face, Call scope, SignedUrl packageUrl, ImportRequest request) {
        NullArgument.refuse(packageUrl, "packageUrl");
        NullArgument.refuse(request, "request");
        ExecutionId execution = idOf(request.executionId());
        return inTurn(face, scope, request, () -> startImport(face, scope, packageUrl, request, execution));
    }

    CompletableFuture<ExecutionId> exportToPackage(Face face, Call scope, ExportRequest request) {
        NullArgument.refuse(request, "request");
        return startExport(face, scope, request, idOf(request.executionId()));
    }

    /** Returns the id that was chosen for an execution, or a new one. */
    static ExecutionId idOf(Optional<ExecutionId> chosen) {
        return chosen.orElseGet(ExecutionId::unique);
    }

    /** Returns the id of an execution that is resumed. */
    static ExecutionId knownId(Optional<ExecutionId> chosen) {
        return chosen.orElseThrow(() -> new IllegalArgumentException(
                "executionId: expected the id of the execution that is resumed, but the request holds none"));
    }
}

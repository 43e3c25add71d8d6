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
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.NullArgument;
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

/** The operations of data management, shared by the blocking and the asynchronous API. Thread-safe. */
public final class DataManagementOperations {
    private final Pipeline pipeline;
    private final Calls calls;
    private final Time time;
    private final SignedTransfers transfers;
    private final DataManagementRequests actions;
    private final StartActions starts;
    private final Turns projects;
    private final Turns executions;

    /** Creates the data management of a client. */
    public DataManagementOperations(
            Pipeline pipeline, Calls calls, Time time, FileTransfers transfers, EnvironmentAddress environment) {
        this.pipeline = pipeline;
        this.calls = calls;
        this.time = time;
        this.transfers = new SignedTransfers(transfers);
        this.actions = new DataManagementRequests(environment, pipeline.secrets());
        this.starts = new StartActions(actions);
        this.projects = new Turns();
        this.executions = new Turns();
    }

    /**
     * Gathers the outcome of a message of a recurring job that was meant for {@code company}; {@code known} is its
     * state, if already known.
     */
    public CompletableFuture<ImportOutcome> outcome(
            Call call, MessageId message, Exchange<JobStatus> job, String company, Optional<MessageStatus> known) {
        return new OutcomeGatherer(pipeline, actions, call).of(message, job, company, known);
    }

    KnownSecrets knownSecrets() {
        return pipeline.secrets();
    }

    Calls calls() {
        return calls;
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

    <T> CompletableFuture<T> ask(Call call, Exchange<T> question) {
        return pipeline.run(call, question);
    }

    CompletableFuture<ImportOutcome> outcome(Call call, MessageId message) {
        NullArgument.refuse(message, "message");
        call.events().about(subject -> subject.message(message));
        return new OutcomeGatherer(pipeline, actions, call).of(message);
    }

    CompletableFuture<ImportOutcome> outcome(Call call, ExecutionId execution) {
        NullArgument.refuse(execution, "execution");
        call.events().about(subject -> subject.execution(execution));
        return new OutcomeGatherer(pipeline, actions, call).of(execution);
    }

    /** Runs {@code work} while no other import of the data project of {@code request} runs in this client. */
    <T> CompletableFuture<T> inTurn(Call call, ImportRequest request, Supplier<CompletableFuture<T>> work) {
        return projects.inTurn(call, StartActions.operation(request), request.dataProject(), work);
    }

    /** Runs {@code work} while no other call of this client works on the export {@code execution}. */
    <T> CompletableFuture<T> inTurn(Call call, ExecutionId execution, Supplier<CompletableFuture<T>> work) {
        return executions.inTurn(call, Operation.EXPORT_PACKAGE, execution.value(), work);
    }

    CompletableFuture<ExecutionId> startImport(
            Call call, SignedUrl packageUrl, ImportRequest request, ExecutionId execution) {
        return pipeline.run(call, starts.importPackage(packageUrl, request, execution));
    }

    CompletableFuture<ExecutionId> startExport(Call call, ExportRequest request, ExecutionId execution) {
        return pipeline.run(call, starts.exportPackage(request, execution));
    }

    /** Returns the final status of an execution once it has ended. */
    CompletableFuture<ExecutionStatus> awaitEnd(Call call, ExecutionId execution, Duration atMost) {
        ExecutionPoll poll = new ExecutionPoll(execution, actions.executionStatus(execution), false);
        return new StatusPoll<>(pipeline, call, poll, atMost).run();
    }

    /** Returns empty if the service knows the execution, else its error, after a grace period. */
    CompletableFuture<Optional<ConnectorException>> whyUnknown(Call call, ExecutionId execution, Duration atMost) {
        ExecutionPoll poll = new ExecutionPoll(execution, actions.executionStatus(execution), true);
        return new StatusPoll<>(pipeline, call, poll, atMost)
                .run()
                .thenApply(known -> Optional.<ConnectorException>empty())
                .exceptionallyCompose(failure ->
                        Calls.unwrap(failure) instanceof ConnectorException unknown && ExecutionPoll.isUnknown(unknown)
                                ? CompletableFuture.completedFuture(Optional.of(unknown))
                                : CompletableFuture.failedFuture(Calls.unwrap(failure)));
    }

    CompletableFuture<DownloadedFile> downloadPackage(
            Call call, ExecutionId execution, Landing landing, Duration atMost, TransferListener progress) {
        NullArgument.refuse(progress, "progress");
        Deadline deadline = deadline(atMost);
        Exchange<Optional<SignedUrl>> question = actions.exportedPackageUrl(execution);
        call.events().about(subject -> subject.execution(execution));
        return transfers
                .download(() -> awaitAddress(call, question, deadline), transfers.toPackage(call, landing, progress))
                .thenApply(Optional::orElseThrow);
    }

    CompletableFuture<Optional<DownloadedFile>> downloadStagingErrors(
            Call call, ExecutionId execution, String entity, Landing landing) {
        Exchange<Optional<SignedUrl>> question = actions.stagingErrorsUrl(execution, entity);
        call.events().about(subject -> subject.execution(execution));
        return transfers.download(() -> pipeline.run(call, question), transfers.toFile(call, landing));
    }

    CompletableFuture<Optional<DownloadedFile>> downloadErrorKeys(
            Call call, ExecutionId execution, String entity, Landing landing, Duration atMost) {
        Deadline deadline = deadline(atMost);
        Exchange<Optional<SignedUrl>> question = actions.errorKeysUrl(execution, entity);
        call.events().about(subject -> subject.execution(execution));
        return pipeline.run(call, actions.generateErrorKeys(execution, entity))
                .thenCompose(any -> any
                        ? transfers.download(
                                () -> awaitAddress(call, question, deadline), transfers.toFile(call, landing))
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<Optional<SignedUrl>> awaitAddress(
            Call call, Exchange<Optional<SignedUrl>> question, Deadline deadline) {
        return new StatusPoll<>(pipeline, call, new AddressPoll(question), deadline.left()).run();
    }

    CompletableFuture<ExecutionId> importFromPackage(Call call, SignedUrl packageUrl, ImportRequest request) {
        NullArgument.refuse(packageUrl, "packageUrl");
        NullArgument.refuse(request, "request");
        ExecutionId execution = idOf(request.executionId());
        call.events()
                .about(subject -> subject.dataProject(request.dataProject()).execution(execution));
        return inTurn(call, request, () -> startImport(call, packageUrl, request, execution));
    }

    CompletableFuture<ExecutionId> exportToPackage(Call call, ExportRequest request) {
        NullArgument.refuse(request, "request");
        ExecutionId execution = idOf(request.executionId());
        call.events()
                .about(subject -> subject.dataProject(request.dataProject()).execution(execution));
        return startExport(call, request, execution);
    }

    /** Returns the id chosen for an execution, or a new one. */
    static ExecutionId idOf(Optional<ExecutionId> chosen) {
        return chosen.orElseGet(ExecutionId::unique);
    }

    /** Returns the id of a resumed execution. */
    static ExecutionId knownId(Optional<ExecutionId> chosen) {
        return chosen.orElseThrow(() -> new IllegalArgumentException(
                "executionId: expected the id of the execution to resume, but the request has none"));
    }
}

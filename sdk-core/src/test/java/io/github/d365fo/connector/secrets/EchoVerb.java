package io.github.d365fo.connector.secrets;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every call that a client has. */
enum EchoVerb {
    ENQUEUE((rig, target) -> rig.job.enqueue(file().company("usmf").externalId("batch-42"))),
    DEQUEUE((rig, target) -> {
        Optional<DequeueResult> message = rig.job.dequeue();
        rig.sight.see(message);
        return message.isPresent() ? rig.job.download(message.get(), target) : "";
    }),
    DOWNLOAD((rig, target) -> rig.job.download(rig.message, target)),
    OPEN((rig, target) -> {
        try (DownloadStream stream = rig.job.open(rig.message)) {
            return stream.readAllBytes().length;
        }
    }),
    ACKNOWLEDGE((rig, target) -> {
        rig.job.acknowledge(rig.message);
        return rig.message;
    }),
    MESSAGE_STATUS((rig, target) -> rig.job.messageStatus(message())),
    JOB_STATUS((rig, target) -> rig.job.jobStatus(message())),
    AWAIT_PROCESSED((rig, target) -> rig.job.awaitProcessed(message(), Duration.ofSeconds(3))),
    OUTCOME((rig, target) -> rig.job.outcome(message())),
    ENQUEUE_AND_AWAIT((rig, target) -> rig.job.enqueueAndAwait(file(), Duration.ofSeconds(3))),
    STATUS_OF_MESSAGE((rig, target) -> rig.data.messageStatus(message())),
    EXECUTION_ID((rig, target) -> rig.data.executionId(message())),
    EXECUTION_STATUS((rig, target) -> rig.data.executionStatus(execution())),
    EXECUTION_ERRORS((rig, target) -> rig.data.executionErrors(execution())),
    ENTITY_STATUSES((rig, target) -> rig.data.entityStatuses(execution())),
    EXECUTION_PAGE((rig, target) -> rig.data.executionPage(execution())),
    ENTITY_SEQUENCE((rig, target) -> rig.data.entitySequence(List.of("A"))),
    RESET_VERSION_TOKEN((rig, target) -> rig.data.resetVersionToken("P", "E", "S")),
    INITIALIZE((rig, target) -> {
        rig.data.initialize();
        return "";
    }),
    DELETE_HISTORY((rig, target) -> {
        rig.data.deleteExecutionHistory(execution());
        return "";
    }),
    WRITE_URL((rig, target) -> rig.data.writeUrl("p.zip")),
    EXPORTED_PACKAGE_URL((rig, target) -> rig.data.exportedPackageUrl(execution())),
    ERROR_KEYS_URL((rig, target) -> rig.data.errorKeysUrl(execution(), "E")),
    STAGING_ERRORS_URL((rig, target) -> rig.data.stagingErrorsUrl(execution(), "E")),
    GENERATE_ERROR_KEYS((rig, target) -> rig.data.generateErrorKeys(execution(), "E")),
    IMPORT_FROM_PACKAGE((rig, target) -> rig.data.importFromPackage(rig.address, ImportRequest.of("P"))),
    EXPORT_TO_PACKAGE((rig, target) -> rig.data.exportToPackage(ExportRequest.of("P"))),
    OUTCOME_OF_EXECUTION((rig, target) -> rig.data.outcome(execution())),
    DOWNLOAD_PACKAGE((rig, target) -> rig.data.downloadPackage(execution(), target, Duration.ofSeconds(3)), true),
    DOWNLOAD_ERROR_KEYS(
            (rig, target) -> rig.data.downloadErrorKeys(execution(), "E", target, Duration.ofSeconds(3)), true),
    DOWNLOAD_STAGING_ERRORS((rig, target) -> rig.data.downloadStagingErrors(execution(), "E", target), true),
    NEW_IMPORT(
            (rig, target) -> rig.data
                    .newImport(Payload.ofString("PK"), ImportRequest.of("P"))
                    .await(Duration.ofSeconds(3)),
            true),
    NEW_EXPORT((rig, target) -> rig.data.newExport(ExportRequest.of("P")).download(target, Duration.ofSeconds(3)));

    private final Call call;

    /** Whether the echo is the storage's, to which the environment gives an address first. */
    final boolean fromStorage;

    EchoVerb(Call call) {
        this(call, false);
    }

    EchoVerb(Call call, boolean fromStorage) {
        this.call = call;
        this.fromStorage = fromStorage;
    }

    private interface Call {
        Object on(EchoRig rig, Path target) throws IOException;
    }

    /** Makes the call and looks at what comes of it. */
    void call(EchoRig rig, Path target) {
        try {
            rig.sight.see(call.on(rig, target));
        } catch (IOException | RuntimeException e) {
            rig.sight.see(e);
        }
    }

    private static EnqueueRequest file() {
        return EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal");
    }

    private static MessageId message() {
        return MessageId.of("f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11");
    }

    private static ExecutionId execution() {
        return ExecutionId.of("P-2026-03-01T03:00:00-AB");
    }
}

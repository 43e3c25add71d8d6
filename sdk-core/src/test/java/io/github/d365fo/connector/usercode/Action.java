package io.github.d365fo.connector.usercode;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One call of each kind of data management that is no {@link Verb}. */
enum Action implements Called {
    MESSAGE_STATUS_OF_ACTION(caller -> caller.data().messageStatus(Verb.MESSAGE)),
    EXECUTION_ID(caller -> caller.data().executionId(Verb.MESSAGE)),
    EXECUTION_ERRORS(caller -> caller.data().executionErrors(execution())),
    ENTITY_STATUSES(caller -> caller.data().entityStatuses(execution())),
    EXECUTION_PAGE(caller -> caller.data().executionPage(execution())),
    DELETE_EXECUTION_HISTORY(caller -> caller.data().deleteExecutionHistory(execution())),
    ENTITY_SEQUENCE(caller -> caller.data().entitySequence(List.of("Customers V3"))),
    RESET_VERSION_TOKEN(caller -> caller.data().resetVersionToken("Customers", "Customers V3", "AX7")),
    INITIALIZE(caller -> caller.data().initialize()),
    WRITE_URL(caller -> caller.data().writeUrl("p.zip")),
    EXPORTED_PACKAGE_URL(caller -> caller.data().exportedPackageUrl(execution())),
    GENERATE_ERROR_KEYS(caller -> caller.data().generateErrorKeys(execution(), "Customers V3")),
    ERROR_KEYS_URL(caller -> caller.data().errorKeysUrl(execution(), "Customers V3")),
    STAGING_ERRORS_URL(caller -> caller.data().stagingErrorsUrl(execution(), "Customers V3")),
    IMPORT_FROM_PACKAGE(caller -> caller.data()
            .importFromPackage(SignedUrl.of("https://blob.example/p.zip?sig=s"), ImportRequest.of("Customers"))),
    EXPORT_TO_PACKAGE(caller -> caller.data().exportToPackage(ExportRequest.of("Customers"))),
    DOWNLOAD_PACKAGE(caller -> {
        caller.data().downloadPackage(execution(), caller.target(), Verb.HOUR);
        Files.delete(caller.target());
    }),
    REPLACE_PACKAGE(caller -> {
        caller.data().downloadPackage(execution(), caller.target(), ExistingTarget.REPLACE, Verb.HOUR);
        Files.delete(caller.target());
    }),
    DOWNLOAD_STAGING_ERRORS(caller -> {
        caller.data().downloadStagingErrors(execution(), "Customers V3", caller.target());
        Files.delete(caller.target());
    }),
    DOWNLOAD_ERROR_KEYS(caller -> {
        caller.data().downloadErrorKeys(execution(), "Customers V3", caller.target(), Verb.HOUR);
        Files.delete(caller.target());
    }),
    OUTCOME_OF_EXECUTION(caller -> caller.data().outcome(execution())),
    OUTCOME_OF_MESSAGE(caller -> caller.data().outcome(Verb.MESSAGE)),
    OUTCOME_OF_JOB(caller -> caller.job().outcome(Verb.MESSAGE)),
    RESUME_IMPORT(caller -> caller.data()
            .resumeImport(caller.payload(), ImportRequest.of("Customers").executionId(execution()))
            .await(Verb.HOUR)),
    FOLLOW_IMPORT(caller -> caller.data().resumeImport(execution()).await(Verb.HOUR)),
    RESUME_EXPORT(caller -> {
        caller.data()
                .resumeExport(ExportRequest.of("Customers").executionId(execution()))
                .download(caller.target(), Verb.HOUR);
        Files.delete(caller.target());
    }),
    FOLLOW_EXPORT(caller -> {
        caller.data().resumeExport(execution()).download(caller.target(), Verb.HOUR);
        Files.delete(caller.target());
    });

    /** Those that may take an hour more than others. */
    static final Set<Action> WAITING = EnumSet.of(
            DOWNLOAD_PACKAGE,
            REPLACE_PACKAGE,
            DOWNLOAD_ERROR_KEYS,
            RESUME_IMPORT,
            FOLLOW_IMPORT,
            RESUME_EXPORT,
            FOLLOW_EXPORT);

    private final Way way;

    Action(Way way) {
        this.way = way;
    }

    private interface Way {
        void call(Verb.Caller caller) throws IOException;
    }

    private static ExecutionId execution() {
        return ExecutionId.of("E-1");
    }

    @Override
    public void call(Verb.Caller caller) throws IOException {
        way.call(caller);
    }
}

package io.github.d365fo.connector;

/** What a request asks Finance and Operations to do. Immutable and thread-safe. */
public enum Operation {
    /**
     * Sends a file for import. Never repeated once its response may have been lost: a second copy is a second import.
     */
    ENQUEUE(Effect.ONCE),
    /** Takes the next export message and starts its lease of 30 minutes. */
    DEQUEUE(Effect.READ),
    /** Fetches the package of a message. */
    DOWNLOAD(Effect.READ),
    /** Confirms a message, so that it does not come back. */
    ACKNOWLEDGE(Effect.REPEATABLE),
    /** Asks for the status of a message ({@code GetMessageStatus}). */
    MESSAGE_STATUS(Effect.READ),
    /** Asks for the detailed status of an import ({@code jobstatus}). */
    JOB_STATUS(Effect.READ),
    /** Asks which execution a message led to ({@code GetExecutionIdByMessageId}). */
    EXECUTION_ID(Effect.READ),
    /** Asks for the state of an execution ({@code GetExecutionSummaryStatus}). */
    EXECUTION_STATUS(Effect.READ),
    /** Asks for the errors of an execution ({@code GetExecutionErrors}). */
    EXECUTION_ERRORS(Effect.READ),
    /** Asks for the address of an execution's page ({@code GetExecutionSummaryPageUrl}). */
    EXECUTION_PAGE_URL(Effect.READ),
    /** Asks for the states of an execution's entities ({@code GetEntityExecutionSummaryStatusList}). */
    ENTITY_STATUS_LIST(Effect.READ),
    /** Asks in which order the entities of a data project run ({@code GetEntitySequence}). */
    ENTITY_SEQUENCE(Effect.READ),
    /** Asks for an address to upload a package to ({@code GetAzureWriteUrl}). */
    WRITE_URL(Effect.READ),
    /** Stores a package, or a block of it, at an address of Azure Storage; sent without a token. */
    BLOB_UPLOAD(Effect.REPEATABLE),
    /** Fetches a file, or a range of it, from an address of Azure Storage; sent without a token. */
    BLOB_DOWNLOAD(Effect.READ),
    /**
     * Imports an uploaded package ({@code ImportFromPackage}, {@code ImportFromPackageAsync}). Never repeated once its
     * response may have been lost.
     */
    IMPORT_PACKAGE(Effect.ONCE),
    /**
     * Imports an uploaded package into a batch group ({@code ImportFromDMTPackage}). Never repeated once its response
     * may have been lost.
     */
    IMPORT_DMT_PACKAGE(Effect.ONCE),
    /**
     * Starts an export ({@code ExportToPackage} and its variants). Never repeated once its response may have been lost:
     * with change tracking, a second export has none of the changes of the first.
     */
    EXPORT_PACKAGE(Effect.ONCE),
    /** Asks for the address of an exported package ({@code GetExportedPackageUrl}). */
    EXPORTED_PACKAGE_URL(Effect.READ),
    /** Generates the file of failed keys ({@code GenerateImportTargetErrorKeysFile}). */
    GENERATE_ERROR_KEYS(Effect.REPEATABLE),
    /** Asks for the address of the file of failed keys ({@code GetImportTargetErrorKeysFileUrl}). */
    ERROR_KEYS_URL(Effect.READ),
    /** Asks for the address of the file of staging errors ({@code GetImportStagingErrorFileUrl}). */
    STAGING_ERRORS_URL(Effect.READ),
    /** Deletes the history of an execution ({@code DeleteExecutionHistoryJob}). */
    DELETE_EXECUTION_HISTORY(Effect.REPEATABLE),
    /** Prepares data management in a new environment ({@code InitializeDataManagement}). */
    INITIALIZE_DATA_MANAGEMENT(Effect.REPEATABLE),
    /** Makes the next export of an entity a full export ({@code ResetVersionToken}). */
    RESET_VERSION_TOKEN(Effect.REPEATABLE),
    /** Gets an access token from an identity provider; sent by a token provider, not to Finance and Operations. */
    ACCESS_TOKEN(Effect.READ);

    private enum Effect {
        READ,
        REPEATABLE,
        ONCE
    }

    private final Effect effect;

    Operation(Effect effect) {
        this.effect = effect;
    }

    /**
     * Returns whether the request may be repeated if the result of an earlier attempt is unknown. {@code false} only
     * for {@link #ENQUEUE}, {@link #IMPORT_PACKAGE}, {@link #IMPORT_DMT_PACKAGE} and {@link #EXPORT_PACKAGE}.
     */
    public boolean isRepeatable() {
        return effect != Effect.ONCE;
    }

    /** Returns whether the request changes nothing that a later request could not repair. */
    public boolean isRead() {
        return effect == Effect.READ;
    }
}

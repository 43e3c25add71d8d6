package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.connector.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The actions of the data management API ("Data management package REST API"), each with its required parameters:
 * {@code name}, or {@code name:flag} and {@code name:number} for those that are not texts.
 */
public enum ODataAction {
    GET_MESSAGE_STATUS("GetMessageStatus", Operation.MESSAGE_STATUS, "messageId"),
    GET_EXECUTION_ID("GetExecutionIdByMessageId", Operation.EXECUTION_ID, "_messageId"),
    GET_EXECUTION_STATUS("GetExecutionSummaryStatus", Operation.EXECUTION_STATUS, "executionId"),
    GET_EXECUTION_ERRORS("GetExecutionErrors", Operation.EXECUTION_ERRORS, "executionId"),
    GET_EXECUTION_PAGE("GetExecutionSummaryPageUrl", Operation.EXECUTION_PAGE_URL, "executionId"),
    GET_ENTITY_STATUS_LIST("GetEntityExecutionSummaryStatusList", Operation.ENTITY_STATUS_LIST, "executionId"),
    GET_ENTITY_SEQUENCE("GetEntitySequence", Operation.ENTITY_SEQUENCE, "listOfDataEntities"),
    GET_WRITE_URL("GetAzureWriteUrl", Operation.WRITE_URL, "uniqueFileName"),
    IMPORT("ImportFromPackage", Operation.IMPORT_PACKAGE, imports()),
    IMPORT_ASYNC("ImportFromPackageAsync", Operation.IMPORT_PACKAGE, imports()),
    IMPORT_DMT(
            "ImportFromDMTPackage",
            Operation.IMPORT_DMT_PACKAGE,
            with(imports(), "importBatchGroupId", "failOnError:flag")),
    EXPORT("ExportToPackage", Operation.EXPORT_PACKAGE, exports()),
    EXPORT_ASYNC("ExportToPackageAsync", Operation.EXPORT_PACKAGE, with(exports(), "entityList")),
    EXPORT_PREVIEW("ExportToPackagePreview", Operation.EXPORT_PACKAGE, with(exports(), "exportPreviewCount:number")),
    EXPORT_PREVIEW_ASYNC(
            "ExportToPackagePreviewAsync", Operation.EXPORT_PACKAGE, with(exports(), "exportPreviewCount:number")),
    EXPORT_DELTA("ExportToPackageDelta", Operation.EXPORT_PACKAGE, with(exports(), "entityList")),
    EXPORT_DELTA_ASYNC("ExportToPackageDeltaAsync", Operation.EXPORT_PACKAGE, with(exports(), "entityList")),
    GET_EXPORTED_URL("GetExportedPackageUrl", Operation.EXPORTED_PACKAGE_URL, "executionId"),
    GENERATE_ERROR_KEYS(
            "GenerateImportTargetErrorKeysFile", Operation.GENERATE_ERROR_KEYS, "executionId", "entityName"),
    GET_ERROR_KEYS_URL("GetImportTargetErrorKeysFileUrl", Operation.ERROR_KEYS_URL, "executionId", "entityName"),
    GET_STAGING_ERRORS_URL("GetImportStagingErrorFileUrl", Operation.STAGING_ERRORS_URL, "executionId", "entityName"),
    DELETE_HISTORY("DeleteExecutionHistoryJob", Operation.DELETE_EXECUTION_HISTORY, "executionId"),
    INITIALIZE("InitializeDataManagement", Operation.INITIALIZE_DATA_MANAGEMENT),
    RESET_VERSION_TOKEN(
            "ResetVersionToken", Operation.RESET_VERSION_TOKEN, "definitionGroupId", "entityName", "sourceName");

    private static final String PREFIX = "/data/datamanagementdefinitiongroups/microsoft.dynamics.dataentities.";
    private static final Map<String, ODataAction> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toMap(action -> action.wireName.toLowerCase(Locale.ROOT), Function.identity()));

    public final String wireName;
    public final Operation operation;
    /** Created by {@code List.of}, which the checker doesn't see. */
    @SuppressWarnings("ImmutableEnumChecker")
    final List<String> parameters;

    ODataAction(String wireName, Operation operation, String... parameters) {
        this.wireName = wireName;
        this.operation = operation;
        this.parameters = List.of(parameters);
    }

    /** Returns the action of a path, ignoring case. */
    public static Optional<ODataAction> of(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.startsWith(PREFIX)
                ? Optional.ofNullable(BY_NAME.get(lower.substring(PREFIX.length())))
                : Optional.empty();
    }

    private static String[] imports() {
        return new String[] {
            "packageUrl", "definitionGroupId", "executionId", "execute:flag", "overwrite:flag", "legalEntityId"
        };
    }

    private static String[] exports() {
        return new String[] {"definitionGroupId", "packageName", "executionId", "reExecute:flag", "legalEntityId"};
    }

    private static String[] with(String[] parameters, String... more) {
        String[] all = Arrays.copyOf(parameters, parameters.length + more.length);
        System.arraycopy(more, 0, all, parameters.length, more.length);
        return all;
    }
}

package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ExportAction;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportAction;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.TextExchange;
import io.github.d365fo.connector.internal.wire.ImportRefusal;
import io.github.d365fo.connector.internal.wire.ODataAnswer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The requests of the OData actions that start an execution, which must not start twice. */
final class StartActions {
    private final DataManagementRequests actions;

    StartActions(DataManagementRequests actions) {
        this.actions = actions;
    }

    Exchange<ExecutionId> importPackage(SignedUrl packageUrl, ImportRequest request, ExecutionId execution) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        actions.learn(packageUrl);
        parameters.put("packageUrl", packageUrl.uri());
        parameters.put("definitionGroupId", request.dataProject());
        parameters.put("executionId", execution.value());
        parameters.put("execute", request.execute());
        parameters.put("overwrite", request.overwrite());
        parameters.put("legalEntityId", request.company());
        if (request.action() == ImportAction.IMPORT_FROM_DMT_PACKAGE) {
            parameters.put("importBatchGroupId", request.batchGroup());
            parameters.put("failOnError", request.failOnError());
        }
        return start(operation(request), request.action().actionName(), parameters, execution);
    }

    static Operation operation(ImportRequest request) {
        return request.action() == ImportAction.IMPORT_FROM_DMT_PACKAGE
                ? Operation.IMPORT_DMT_PACKAGE
                : Operation.IMPORT_PACKAGE;
    }

    Exchange<ExecutionId> exportPackage(ExportRequest request, ExecutionId execution) {
        ExportAction action = request.action();
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("definitionGroupId", request.dataProject());
        parameters.put("packageName", request.packageName());
        parameters.put("executionId", execution.value());
        parameters.put("reExecute", request.reExecute());
        parameters.put("legalEntityId", request.company());
        if (action.takesEntities()) {
            parameters.put("entityList", String.join(",", request.entities()));
        }
        if (action.takesPreviewCount()) {
            parameters.put("exportPreviewCount", request.previewCount());
        }
        return start(Operation.EXPORT_PACKAGE, action.actionName(), parameters, execution);
    }

    private Exchange<ExecutionId> start(
            Operation operation, String action, Map<String, ?> parameters, ExecutionId execution) {
        return TextExchange.of(
                actions.request(operation, action, parameters),
                actions.words(
                        text -> ODataAnswer.of(text).text().map(ExecutionId::of).orElse(execution)),
                ". It is unknown whether it started, and starting it again could run it twice: ask for the status of"
                        + " execution id " + execution + " first (executionStatus). Start it again only if the service"
                        + " still does not know that id after ten minutes.",
                words ->
                        ImportRefusal.advice(words).map(advice -> ". " + advice).orElse(""));
    }
}

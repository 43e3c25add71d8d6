package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.FakeDataManagement;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The routes for executions and the outcome of the next one. Thread-safe. */
final class ExecutionRoutes {
    private final FakeDataManagement data;

    ExecutionRoutes(FakeDataManagement data) {
        this.data = data;
    }

    static List<JsonObject> view(FakeDataManagement data) {
        return data.executions().stream().map(ExecutionRoutes::view).toList();
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/executions", call -> call.json(200, view(data)));
        admin.route("GET", "/executions/{executionId}", this::get);
        admin.route("POST", "/outcomes", this::endNext);
    }

    private void get(AdminCall call) throws IOException {
        FakeExecution execution = data.execution(ExecutionId.of(call.variable("executionId")))
                .orElseThrow(() -> new NoSuchElementException("executionId: there is no execution with that id"));
        call.json(200, view(execution));
    }

    private void endNext(AdminCall call) throws IOException {
        data.endNext(OutcomeReader.read(call));
        call.done();
    }

    private static JsonObject view(FakeExecution execution) {
        return new JsonObject()
                .put("executionId", execution.id())
                .put("kind", execution.kind())
                .put("project", execution.project())
                .put("company", filled(execution.company()))
                .put("startedAt", execution.startedAt())
                .put("status", execution.status().wireName())
                .put(
                        "entities",
                        execution.entities().stream().map(ExecutionRoutes::view).toList())
                .put(
                        "errors",
                        execution.errors().stream().map(ExecutionRoutes::view).toList());
    }

    private static JsonObject view(EntityResult entity) {
        return new JsonObject()
                .put("entity", entity.entity())
                .put("stagingRecords", entity.stagingRecords())
                .put("stagingErrors", entity.stagingErrors())
                .put("targetRecords", entity.targetRecords())
                .put("targetErrors", entity.targetErrors());
    }

    private static JsonObject view(ErrorRow row) {
        return new JsonObject()
                .put("entity", filled(row.entity()))
                .put("recordId", filled(row.recordId()))
                .put("field", filled(row.field()))
                .put("message", row.message())
                .put("inStaging", row.inStaging());
    }

    private static Optional<String> filled(String text) {
        return Optional.of(text).filter(value -> !value.isBlank());
    }
}

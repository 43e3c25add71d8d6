package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeDataManagement;
import io.github.d365fo.testkit.internal.datamanagement.DataPlane;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.storage.Sas;
import java.time.Duration;
import java.util.Optional;

/** The routes for the settings of data management. Thread-safe. */
final class DataManagementRoutes {
    private static final String ONLY_ENTITIES = "onlyEntities";
    private static final String EXECUTIONS_TAKE = "executionsTake";
    private static final String DETAILS_AFTER = "detailsAfter";
    private static final String DETAILS_AFTER_CALLS = "detailsAfterCalls";
    private static final String COMPOSITE_ENTITIES = "compositeEntities";
    private static final String NESTED_EXPORT_VALUES = "nestedExportValues";
    private static final String ENTITY_STATUS_TEXTS = "entityStatusTexts";
    private static final String PARALLEL_IMPORTS = "parallelImports";
    private static final String SAS_VERSION = "sasVersion";
    private static final String UPLOAD_PERMISSIONS = "uploadPermissions";
    private static final String VERSION_HEADER_REFUSED = "versionHeaderRefused";

    private final FakeDataManagement data;
    private final DataPlane plane;

    DataManagementRoutes(FakeDataManagement data, DataPlane plane) {
        this.data = data;
        this.plane = plane;
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route(
                "GET",
                "/data-management",
                call -> call.json(200, plane.projects().settings()));
        admin.route("PATCH", "/data-management", call -> {
            set(call.body());
            call.done();
        });
        admin.route("PUT", "/entities/{entity}/outcome", call -> {
            data.endEntity(call.variable("entity"), OutcomeReader.read(call));
            call.done();
        });
    }

    /** Sets everything or nothing: all values are validated before the first is set. */
    void set(JsonObject body) {
        body.only(
                ONLY_ENTITIES,
                COMPOSITE_ENTITIES,
                EXECUTIONS_TAKE,
                DETAILS_AFTER,
                DETAILS_AFTER_CALLS,
                NESTED_EXPORT_VALUES,
                ENTITY_STATUS_TEXTS,
                PARALLEL_IMPORTS,
                SAS_VERSION,
                UPLOAD_PERMISSIONS,
                VERSION_HEADER_REFUSED);
        String[] entities = body.texts(ONLY_ENTITIES).toArray(String[]::new);
        String[] composites = body.texts(COMPOSITE_ENTITIES).toArray(String[]::new);
        Optional<Duration> take = duration(body, EXECUTIONS_TAKE);
        Optional<Duration> after = duration(body, DETAILS_AFTER);
        Optional<Boolean> nested = body.flag(NESTED_EXPORT_VALUES);
        Optional<Boolean> texts = body.flag(ENTITY_STATUS_TEXTS);
        Optional<Boolean> parallel = body.flag(PARALLEL_IMPORTS);
        Optional<Integer> calls = number(body, DETAILS_AFTER_CALLS);
        Optional<Boolean> header = body.flag(VERSION_HEADER_REFUSED);
        Optional<String> version = body.text(SAS_VERSION);
        Optional<String> permissions = body.text(UPLOAD_PERMISSIONS).map(Sas::permissions);
        version.ifPresent(data::sasVersion);
        permissions.ifPresent(data::uploadPermissions);
        header.ifPresent(data::versionHeaderRefused);
        if (body.names().contains(ONLY_ENTITIES)) {
            data.onlyEntities(entities);
        }
        if (body.names().contains(COMPOSITE_ENTITIES)) {
            data.compositeEntities(composites);
        }
        take.ifPresent(data::executionsTake);
        after.ifPresent(data::detailsAfter);
        calls.ifPresent(data::detailsAfterCalls);
        nested.ifPresent(data::nestedExportValues);
        texts.ifPresent(data::entityStatusTexts);
        parallel.ifPresent(data::parallelImports);
    }

    private static Optional<Integer> number(JsonObject body, String name) {
        return body.integer(name).map(number -> {
            if (number < 0) {
                throw new IllegalArgumentException(name + ": expected zero or more, but got " + number);
            }
            return number;
        });
    }

    private static Optional<Duration> duration(JsonObject body, String name) {
        return body.duration(name).map(duration -> {
            if (duration.isNegative()) {
                throw new IllegalArgumentException(name + ": expected zero or more, but got " + duration);
            }
            return duration;
        });
    }
}

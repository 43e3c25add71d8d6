package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeDataManagement;
import io.github.d365fo.testkit.FakeDataProject;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/** The routes for data projects: their exports and outcomes. Thread-safe. */
final class ProjectRoutes {
    private static final String NAME = "name";

    private final FakeDataManagement data;
    private final Path uploads;

    ProjectRoutes(FakeDataManagement data, Path uploads) {
        this.data = data;
        this.uploads = uploads;
    }

    static List<JsonObject> view(FakeDataManagement data) {
        return data.projects().stream().map(ProjectRoutes::view).toList();
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/projects", call -> call.json(200, view(data)));
        admin.route("POST", "/projects", this::add);
        admin.route("PUT", "/projects/{name}/export", this::publishExport);
        admin.route("POST", "/projects/{name}/outcomes", this::endNext);
        admin.route("PUT", "/projects/{name}/outcome", this::endAlways);
    }

    private void add(AdminCall call) throws IOException {
        String name = call.body(NAME).filledText(NAME).orElseThrow(() -> JsonObject.missing(NAME, "a text"));
        call.json(201, view(data.project(name)));
    }

    private void publishExport(AdminCall call) throws IOException {
        FakeDataProject project = find(call);
        project.publishExport(call.upload(uploads));
        call.done();
    }

    private void endNext(AdminCall call) throws IOException {
        find(call).endNext(OutcomeReader.read(call));
        call.done();
    }

    private void endAlways(AdminCall call) throws IOException {
        find(call).endAlways(OutcomeReader.read(call));
        call.done();
    }

    /** Creates none, unlike the Java API, so that a misspelled name is noticed. */
    private FakeDataProject find(AdminCall call) {
        String name = call.variable(NAME);
        return data.projects().stream()
                .filter(project -> project.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("name: there is no such data project"));
    }

    private static JsonObject view(FakeDataProject project) {
        return new JsonObject()
                .put(NAME, project.name())
                .put("executions", project.executions().size());
    }
}

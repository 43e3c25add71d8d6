package io.github.d365fo.spring.test;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The jobs of the fake by their names in the application. The first of each kind is the one that each server has. */
final class FakeJobs {
    private final Map<String, FakeExportJob> exports = new HashMap<>();
    private final Map<String, FakeImportJob> imports = new HashMap<>();

    FakeJobs(FakeConnectorServer server, JobNames names) {
        names.exports()
                .forEach(name -> exports.put(name, exports.isEmpty() ? server.exportJob() : server.addExportJob()));
        names.imports()
                .forEach(name -> imports.put(name, imports.isEmpty() ? server.importJob() : server.addImportJob()));
    }

    FakeExportJob exporting(String name) {
        return Objects.requireNonNull(exports.get(name), name);
    }

    FakeImportJob importing(String name) {
        return Objects.requireNonNull(imports.get(name), name);
    }

    /** Returns the activity id of the job {@code name}, or empty if it is not known whether it exports or imports. */
    Optional<ActivityId> activityId(String name) {
        return Optional.ofNullable(exports.get(name))
                .map(FakeExportJob::activityId)
                .or(() -> Optional.ofNullable(imports.get(name)).map(FakeImportJob::activityId));
    }
}

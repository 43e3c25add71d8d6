package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.internal.admin.JobBoard;
import io.github.d365fo.testkit.internal.connector.ExportQueue;
import io.github.d365fo.testkit.internal.connector.ImportQueue;
import io.github.d365fo.testkit.internal.connector.Jobs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The public views of a server's jobs, the same object each time. Thread-safe. */
final class JobViews implements JobBoard {
    private final Jobs jobs;
    private final Map<ImportQueue, FakeImportJob> imports = new ConcurrentHashMap<>();
    private final Map<ExportQueue, FakeExportJob> exports = new ConcurrentHashMap<>();

    JobViews(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public List<FakeImportJob> imports() {
        return jobs.imports().stream().map(this::of).toList();
    }

    @Override
    public List<FakeExportJob> exports() {
        return jobs.exports().stream().map(this::of).toList();
    }

    @Override
    public FakeImportJob addImport() {
        return of(jobs.addImport());
    }

    @Override
    public FakeExportJob addExport() {
        return of(jobs.addExport());
    }

    @Override
    public FakeImportJob addImport(ActivityId id) {
        return of(jobs.addImport(id));
    }

    @Override
    public FakeExportJob addExport(ActivityId id) {
        return of(jobs.addExport(id));
    }

    private FakeImportJob of(ImportQueue queue) {
        return imports.computeIfAbsent(queue, FakeImportJob::new);
    }

    private FakeExportJob of(ExportQueue queue) {
        return exports.computeIfAbsent(queue, FakeExportJob::new);
    }
}

package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.KnownEntities;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.execution.Schedule;
import io.github.d365fo.testkit.internal.execution.StartedExecution;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import io.github.d365fo.testkit.internal.state.StatePart;
import io.github.d365fo.testkit.internal.storage.BlobStore;
import io.github.d365fo.testkit.internal.storage.Sas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** The data projects, their executions, and the settings of new executions. Thread-safe. */
public final class ProjectStore {
    private final InstantSource clock;
    private final Jobs jobs;
    private final BlobStore store;
    private final Sas sas;
    private final Map<String, Project> projects = new LinkedHashMap<>();
    private final Executions executions;
    private final Queue<Outcome> next = new ArrayDeque<>();
    private volatile Duration unseen = Duration.ofSeconds(2);
    private volatile int refusals;
    private volatile Duration takes = Duration.ofSeconds(30);
    private volatile boolean nestedExportValues;
    private volatile boolean entityStatusTexts;
    private volatile boolean parallelImports;

    ProjectStore(InstantSource clock, Jobs jobs, BlobStore store, Sas sas) {
        this.clock = clock;
        this.jobs = jobs;
        this.store = store;
        this.sas = sas;
        this.executions = new Executions(clock, jobs);
    }

    /** Returns the data project with that name, ignoring case, and creates it if necessary. */
    public synchronized Project project(String name) {
        return projects.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new Project(name));
    }

    /** Returns the data projects in the order of their creation. */
    public synchronized List<Project> projects() {
        return List.copyOf(projects.values());
    }

    /** Sets the outcome of the next execution of any project that has none planned itself. */
    public synchronized void endNext(Outcome outcome) {
        next.add(outcome);
    }

    public void executionsTake(Duration duration) {
        takes = duration;
    }

    public void detailsAfter(Duration duration) {
        unseen = duration;
    }

    public void detailsAfterCalls(int number) {
        refusals = number;
    }

    public void nestedExportValues(boolean on) {
        nestedExportValues = on;
    }

    public void entityStatusTexts(boolean on) {
        entityStatusTexts = on;
    }

    public void parallelImports(boolean on) {
        parallelImports = on;
    }

    /** Sets the storage version of new addresses. */
    public void sasVersion(String version) {
        sas.version(version);
    }

    /** Sets what new addresses for uploads allow, such as {@code rw}. */
    public void uploadPermissions(String permissions) {
        sas.writePermissions(permissions);
    }

    /** Sets whether the storage rejects requests with the header {@code x-ms-version}. */
    public void versionHeaderRefused(boolean on) {
        sas.versionHeaderRefused(on);
    }

    public BlobStore blobs() {
        return store;
    }

    public Executions runs() {
        return executions;
    }

    boolean hasNestedExportValues() {
        return nestedExportValues;
    }

    boolean hasEntityStatusTexts() {
        return entityStatusTexts;
    }

    public KnownEntities entities() {
        return jobs.entities();
    }

    synchronized Optional<Project> existing(String name) {
        return Optional.ofNullable(projects.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Returns whether an import of a project must wait for another one. */
    boolean isBusy(String project) {
        return !parallelImports && executions.isImporting(project);
    }

    /** Returns the planned outcome for an execution that starts now, or empty if there is none. */
    synchronized Optional<Outcome> takeOutcome(Project project) {
        return project.takeNext().or(() -> Optional.ofNullable(next.poll())).or(project::usual);
    }

    /** Starts an execution with the current settings. */
    void start(
            Execution.Subject subject,
            List<PackageEntity> entities,
            Outcome outcome,
            Optional<StartedExecution.Delivery> delivery) {
        Schedule schedule = new Schedule(clock.instant(), unseen, takes);
        executions.start(new StartedExecution(subject, schedule, entities, outcome, delivery), refusals);
    }

    /** Removes every execution, file and planned outcome; projects stay. */
    public synchronized void clear() {
        executions.clear();
        store.clear();
        next.clear();
        projects.values().forEach(Project::clear);
    }

    synchronized void save(StatePart part) {
        projects.forEach((name, project) -> part.part("projects").setting(name, project::save));
        executions.save(part.part("executions"));
        part.setting(
                "settings",
                keeper ->
                        settings().put("next", next.stream().map(Outcome::save).toList()));
    }

    /** Returns the settings as they can be set. */
    public synchronized JsonObject settings() {
        return new JsonObject()
                .put("onlyEntities", entities().labels())
                .put("compositeEntities", entities().composites())
                .put("detailsAfter", unseen)
                .put("detailsAfterCalls", refusals)
                .put("executionsTake", takes)
                .put("nestedExportValues", nestedExportValues)
                .put("entityStatusTexts", entityStatusTexts)
                .put("parallelImports", parallelImports)
                .put("sasVersion", sas.version())
                .put("uploadPermissions", sas.writePermissions())
                .put("versionHeaderRefused", sas.isVersionHeaderRefused());
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        saved.objectsOf("projects")
                .forEach(project -> project(project.requireText("name")).restore(project, directory));
        executions.restore(saved.object("executions").orElseGet(JsonObject::new), directory);
        JsonObject settings = saved.requireObject("settings");
        settings.objects("next").forEach(outcome -> next.add(Outcome.restore(outcome)));
        detailsAfter(settings.requireDuration("detailsAfter"));
        detailsAfterCalls(settings.integer("detailsAfterCalls").orElse(0));
        executionsTake(settings.requireDuration("executionsTake"));
        nestedExportValues(settings.flag("nestedExportValues").orElse(false));
        entityStatusTexts(settings.flag("entityStatusTexts").orElse(false));
        parallelImports(settings.flag("parallelImports").orElse(false));
        sasVersion(settings.requireText("sasVersion"));
        settings.text("uploadPermissions").ifPresent(this::uploadPermissions);
        versionHeaderRefused(settings.flag("versionHeaderRefused").orElse(false));
    }
}

package io.github.d365fo.testkit;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.content.StateDirectory;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.KnownEntities;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.execution.Schedule;
import io.github.d365fo.testkit.internal.execution.StartedExecution;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import io.github.d365fo.testkit.internal.storage.BlobStore;
import io.github.d365fo.testkit.internal.storage.Sas;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

/**
 * Data management as the fake server has it: data projects, their executions, and the blob storage that packages go
 * through. Thread-safe.
 *
 * <pre>{@code
 * FakeDataManagement data = server.dataManagement();
 * data.onlyEntities("Customer groups", "Customers V3");
 * data.executionsTake(Duration.ofMinutes(20));
 * client.dataManagement()
 *         .newImport(Payload.ofBytes(zip), ImportRequest.of("Customer groups import").company("usmf"))
 *         .await(Duration.ofHours(1));
 * FakeExecution execution = data.executions().get(0);
 * assert execution.status() == FakeExecution.Status.SUCCEEDED;
 * assert execution.company().equals("usmf");
 * assert data.blobs().size() == 1; // the package was uploaded once
 * }</pre>
 *
 * <p>An execution goes by the server's clock: for 2 seconds its status is refused with "Execution details were not
 * found", for 2 more it waits, and 30 seconds after its start it is over. The address of an exported package is empty
 * until 5 seconds later, that of a file of error keys until 5 seconds after the file was asked for. All these times are
 * guesses.
 */
public final class FakeDataManagement {
    private final TestClock clock;
    private final Jobs jobs;
    private final BlobStore store;
    private final Sas sas;
    private final Map<String, FakeDataProject> projects = new LinkedHashMap<>();
    private final Executions executions;
    private final Queue<Outcome> next = new ArrayDeque<>();
    private volatile Duration unseen = Duration.ofSeconds(2);
    private volatile int refusals;
    private volatile Duration takes = Duration.ofSeconds(30);
    private volatile boolean nestedExportValues;
    private volatile boolean entityStatusTexts;
    private volatile boolean parallelImports;

    FakeDataManagement(TestClock clock, Jobs jobs, BlobStore store, Sas sas) {
        this.clock = clock;
        this.jobs = jobs;
        this.store = store;
        this.sas = sas;
        this.executions = new Executions(clock, jobs);
    }

    /**
     * Returns the data project of that name, in any case, which exists from then on: an export needs one that exists,
     * and an import without {@code overwrite} one that doesn't.
     */
    public synchronized FakeDataProject project(String name) {
        Objects.requireNonNull(name, "name");
        return projects.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new FakeDataProject(name, this));
    }

    /** Returns the data projects that exist, in the order in which they came to be. */
    public synchronized List<FakeDataProject> projects() {
        return List.copyOf(projects.values());
    }

    /** Returns the executions of all projects and messages, in the order of their starts, as they stand now. */
    public List<FakeExecution> executions() {
        return executions.list();
    }

    /** Returns the execution of that id as it stands now, or empty if there is none. */
    public Optional<FakeExecution> execution(ExecutionId id) {
        Objects.requireNonNull(id, "id");
        return executions.find(id).map(execution -> execution.snapshot(clock.instant()));
    }

    /** Returns the files in the blob storage, by their names. */
    public List<StoredBlob> blobs() {
        return store.list().entrySet().stream()
                .map(blob -> new StoredBlob(blob.getKey(), blob.getValue()))
                .toList();
    }

    /** Deletes a file from the blob storage, as retention does. Returns whether it was there. */
    public boolean deleteBlob(String name) {
        Objects.requireNonNull(name, "name");
        return store.delete(name);
    }

    /**
     * Lists the entities of the environment: the import of a package with others is refused, and a message with others
     * ends in {@code PreProcessingError}, as public clients report. Without this call every entity is one.
     */
    public void onlyEntities(String... labels) {
        Given.all("labels", labels);
        jobs.entities().only(List.of(labels));
    }

    /**
     * Says which entities are composite: a package may hold one of them at most, and its import with {@code overwrite}
     * is refused ("Data management package REST API, Import APIs"); in which words is a guess. Default none.
     */
    public void compositeEntities(String... labels) {
        Given.all("labels", labels);
        jobs.entities().composite(List.of(labels));
    }

    /**
     * Sets how the next execution ends, of whichever project that says nothing itself. Further calls are for the
     * executions after it. Messages have plans of their own ({@link FakeImportJob#endNext}).
     */
    public synchronized void endNext(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        next.add(outcome.model());
    }

    /**
     * Sets how long executions take that start from now on. Default 30 seconds, a guess.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public FakeDataManagement executionsTake(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        takes = notNegative("executionsTake", duration);
        return this;
    }

    /**
     * Sets how long nothing is known of executions that start from now on; they wait as long again for their batch.
     * Default 2 seconds, a guess.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public FakeDataManagement detailsAfter(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        unseen = notNegative("detailsAfter", duration);
        return this;
    }

    /**
     * Sets how many questions about an execution that starts from now on are refused with "Execution details were not
     * found", after it could have been seen by the clock ({@link #detailsAfter}). Default 0.
     *
     * @throws IllegalArgumentException if {@code number} is negative
     */
    public FakeDataManagement detailsAfterCalls(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("detailsAfterCalls: expected zero or more, but got " + number);
        }
        refusals = number;
        return this;
    }

    /**
     * Sets whether {@code ExportToPackage} and {@code GetExportedPackageUrl} wrap their values in one more object, as
     * the samples of the documentation do. Default false, as clients see it.
     */
    public FakeDataManagement nestedExportValues(boolean on) {
        nestedExportValues = on;
        return this;
    }

    /**
     * Sets whether {@code GetEntityExecutionSummaryStatusList} answers a list of texts that hold JSON. Default false, a
     * list of objects; both are guesses.
     */
    public FakeDataManagement entityStatusTexts(boolean on) {
        entityStatusTexts = on;
        return this;
    }

    /**
     * Sets whether a project can run an import while another one runs. Default false: the documentation forbids parallel
     * calls. That the ban holds until the execution is over is a guess.
     */
    public FakeDataManagement parallelImports(boolean on) {
        parallelImports = on;
        return this;
    }

    /**
     * Sets the storage version that addresses carry from now on, such as {@code 2021-08-06}. Default {@code 2014-02-14}, as
     * seen in microsoft/Recurring-Integrations-Scheduler#113: with it the header {@code x-ms-version} is refused (#19),
     * and a request may send 64 MiB as a file and 4 MiB as a block. Clients such as azure-storage-blob send that header;
     * for them it must be 2015-02-21 or later.
     *
     * @throws IllegalArgumentException if {@code version} is no date
     */
    public FakeDataManagement sasVersion(String version) {
        Objects.requireNonNull(version, "version");
        if (!version.matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw new IllegalArgumentException("sasVersion: expected a date such as 2021-08-06, but got " + version);
        }
        sas.version(version);
        return this;
    }

    boolean hasNestedExportValues() {
        return nestedExportValues;
    }

    boolean hasEntityStatusTexts() {
        return entityStatusTexts;
    }

    KnownEntities entities() {
        return jobs.entities();
    }

    synchronized Optional<FakeDataProject> existing(String name) {
        return Optional.ofNullable(projects.get(name.toLowerCase(Locale.ROOT)));
    }

    Executions runs() {
        return executions;
    }

    /** Returns whether an import of a project is not over yet, where that matters. */
    boolean isBusy(String project) {
        return !parallelImports && executions.isImporting(project);
    }

    /** Returns the outcome that a test planned for an execution that starts now, or empty if it planned none. */
    synchronized Optional<Outcome> takeOutcome(FakeDataProject project) {
        return project.takeNext().or(() -> Optional.ofNullable(next.poll())).or(project::usual);
    }

    /** Starts an execution that goes as the settings of this moment say. */
    void start(
            Execution.Subject subject,
            List<PackageEntity> entities,
            Outcome outcome,
            Optional<StartedExecution.Delivery> delivery) {
        Schedule schedule = new Schedule(clock.instant(), unseen, takes);
        executions.start(new StartedExecution(subject, schedule, entities, outcome, delivery), refusals);
    }

    /** Forgets every execution, file and outcome that was planned for the next executions; projects stay. */
    synchronized void clear() {
        executions.clear();
        store.clear();
        next.clear();
        projects.values().forEach(FakeDataProject::clear);
    }

    synchronized JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put(
                        "projects",
                        projects.values().stream()
                                .map(project -> project.save(keeper))
                                .toList())
                .put("executions", executions.save(keeper))
                .put("next", next.stream().map(Outcome::save).toList())
                .put("settings", settings());
    }

    private JsonObject settings() {
        return new JsonObject()
                .put("detailsAfter", unseen)
                .put("detailsAfterCalls", refusals)
                .put("executionsTake", takes)
                .put("nestedExportValues", nestedExportValues)
                .put("entityStatusTexts", entityStatusTexts)
                .put("parallelImports", parallelImports)
                .put("sasVersion", sas.version());
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        saved.objects("projects")
                .forEach(project -> project(project.requireText("name")).restore(project, directory));
        executions.restore(saved.requireObject("executions"), directory);
        saved.objects("next").forEach(outcome -> next.add(Outcome.restore(outcome)));
        JsonObject settings = saved.requireObject("settings");
        detailsAfter(settings.requireDuration("detailsAfter"));
        detailsAfterCalls(settings.integer("detailsAfterCalls").orElse(0));
        executionsTake(settings.requireDuration("executionsTake"));
        nestedExportValues(settings.flag("nestedExportValues").orElse(false));
        entityStatusTexts(settings.flag("entityStatusTexts").orElse(false));
        parallelImports(settings.flag("parallelImports").orElse(false));
        sasVersion(settings.requireText("sasVersion"));
    }

    private static Duration notNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + ": expected zero or more, but got " + duration);
        }
        return duration;
    }

    /** Returns how many projects and executions there are. */
    @Override
    public synchronized String toString() {
        return "FakeDataManagement[" + projects.size() + " projects, "
                + executions.list().size() + " executions]";
    }
}

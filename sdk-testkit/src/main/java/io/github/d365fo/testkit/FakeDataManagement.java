package io.github.d365fo.testkit;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.internal.datamanagement.Project;
import io.github.d365fo.testkit.internal.datamanagement.ProjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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
    private final ProjectStore store;
    private final Map<Project, FakeDataProject> projects = new ConcurrentHashMap<>();

    FakeDataManagement(ProjectStore store) {
        this.store = store;
    }

    /**
     * Returns the data project of that name, in any case, which exists from then on: an export needs one that exists,
     * and an import without {@code overwrite} one that doesn't.
     */
    public FakeDataProject project(String name) {
        Objects.requireNonNull(name, "name");
        return of(store.project(name));
    }

    /** Returns the data projects that exist, in the order in which they came to be. */
    public List<FakeDataProject> projects() {
        return store.projects().stream().map(this::of).toList();
    }

    /** Returns the executions of all projects and messages, in the order of their starts, as they stand now. */
    public List<FakeExecution> executions() {
        return store.runs().list();
    }

    /** Returns the execution of that id as it stands now, or empty if there is none. */
    public Optional<FakeExecution> execution(ExecutionId id) {
        Objects.requireNonNull(id, "id");
        return store.runs().snapshot(id);
    }

    /** Returns the files in the blob storage, by their names. */
    public List<StoredBlob> blobs() {
        return store.blobs().list().entrySet().stream()
                .map(blob -> new StoredBlob(blob.getKey(), blob.getValue()))
                .toList();
    }

    /** Deletes a file from the blob storage, as retention does. Returns whether it was there. */
    public boolean deleteBlob(String name) {
        Objects.requireNonNull(name, "name");
        return store.blobs().delete(name);
    }

    /**
     * Lists the entities of the environment: the import of a package with others is refused, and a message with others
     * ends in {@code PreProcessingError}, as public clients report. Without this call every entity is one.
     */
    public void onlyEntities(String... labels) {
        Given.all("labels", labels);
        store.entities().only(List.of(labels));
    }

    /**
     * Says which entities are composite: a package may hold one of them at most, and its import with {@code overwrite}
     * is refused ("Data management package REST API, Import APIs"); in which words is a guess. Default none.
     */
    public void compositeEntities(String... labels) {
        Given.all("labels", labels);
        store.entities().composite(List.of(labels));
    }

    /**
     * Sets how the next execution ends, of whichever project that says nothing itself. Further calls are for the
     * executions after it. Messages have plans of their own ({@link FakeImportJob#endNext}).
     */
    public void endNext(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        store.endNext(outcome.model());
    }

    /**
     * Sets how long executions take that start from now on. Default 30 seconds, a guess.
     *
     * @throws IllegalArgumentException if {@code duration} is negative or longer than a hundred years
     */
    public FakeDataManagement executionsTake(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        store.executionsTake(Given.span("executionsTake", duration));
        return this;
    }

    /**
     * Sets how long nothing is known of executions that start from now on; they wait as long again for their batch.
     * Default 2 seconds, a guess.
     *
     * @throws IllegalArgumentException if {@code duration} is negative or longer than a hundred years
     */
    public FakeDataManagement detailsAfter(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        store.detailsAfter(Given.span("detailsAfter", duration));
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
        store.detailsAfterCalls(number);
        return this;
    }

    /**
     * Sets whether {@code ExportToPackage} and {@code GetExportedPackageUrl} wrap their values in one more object, as
     * the samples of the documentation do. Default false, as clients see it.
     */
    public FakeDataManagement nestedExportValues(boolean on) {
        store.nestedExportValues(on);
        return this;
    }

    /**
     * Sets whether {@code GetEntityExecutionSummaryStatusList} answers a list of texts that hold JSON. Default false, a
     * list of objects; both are guesses.
     */
    public FakeDataManagement entityStatusTexts(boolean on) {
        store.entityStatusTexts(on);
        return this;
    }

    /**
     * Sets whether a project can run an import while another one runs. Default false: the documentation forbids parallel
     * calls. That the ban holds until the execution is over is a guess.
     */
    public FakeDataManagement parallelImports(boolean on) {
        store.parallelImports(on);
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
        store.sasVersion(version);
        return this;
    }

    private FakeDataProject of(Project project) {
        return projects.computeIfAbsent(project, key -> new FakeDataProject(key, this));
    }

    /** Returns how many projects and executions there are. */
    @Override
    public String toString() {
        return "FakeDataManagement[" + projects().size() + " projects, "
                + executions().size() + " executions]";
    }
}

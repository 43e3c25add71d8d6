package io.github.d365fo.testkit;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.internal.datamanagement.Project;
import io.github.d365fo.testkit.internal.datamanagement.ProjectStore;
import io.github.d365fo.testkit.internal.storage.Sas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data management of the fake server: data projects, their executions, and the blob storage for their packages.
 * Thread-safe.
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
 * <p>An execution follows the server's clock: for 2 seconds a request for its status fails with "Execution details were
 * not found", for 2 more it waits, and 30 seconds after its start it ends. The address of an exported package is empty
 * until 5 seconds later, that of a file of error keys until 5 seconds after it was requested. All these times are
 * guesses.
 */
public final class FakeDataManagement {
    private final ProjectStore store;
    private final Map<Project, FakeDataProject> projects = new ConcurrentHashMap<>();

    FakeDataManagement(ProjectStore store) {
        this.store = store;
    }

    /**
     * Returns the data project with that name, ignoring case, and creates it if necessary: an export needs an existing
     * project, and an import without {@code overwrite} a new one.
     */
    public FakeDataProject project(String name) {
        Objects.requireNonNull(name, "name");
        return of(store.project(name));
    }

    /** Returns the data projects in the order of their creation. */
    public List<FakeDataProject> projects() {
        return store.projects().stream().map(this::of).toList();
    }

    /** Returns the executions of all projects and messages in their current state, in the order of their starts. */
    public List<FakeExecution> executions() {
        return store.runs().list();
    }

    /** Returns the execution with that id in its current state, or empty if there is none. */
    public Optional<FakeExecution> execution(ExecutionId id) {
        Objects.requireNonNull(id, "id");
        return store.runs().snapshot(id);
    }

    /** Returns the files in the blob storage, sorted by name. */
    public List<StoredBlob> blobs() {
        return store.blobs().list().entrySet().stream()
                .map(blob -> new StoredBlob(blob.getKey(), blob.getValue()))
                .toList();
    }

    /** Returns the file of that name in the blob storage, or empty if there is none. */
    public Optional<StoredBlob> blob(String name) {
        Objects.requireNonNull(name, "name");
        return store.blobs().find(name).map(blob -> new StoredBlob(name, blob));
    }

    /**
     * Deletes a file from the blob storage, as happens after its retention period, and returns whether there was one.
     */
    public boolean deleteBlob(String name) {
        Objects.requireNonNull(name, "name");
        return store.blobs().delete(name);
    }

    /**
     * Sets the entities of the environment: the import of a package with another one is rejected, and a message with
     * another one ends in {@code PreProcessingError}, as public clients report. By default every entity exists.
     */
    public void onlyEntities(String... labels) {
        Given.all("labels", labels);
        store.entities().only(List.of(labels));
    }

    /**
     * Sets which entities are composite: a package can have only one of them, and its import with {@code overwrite} is
     * rejected ("Data management package REST API, Import APIs"); the text of the rejection is a guess. Default: none.
     */
    public void compositeEntities(String... labels) {
        Given.all("labels", labels);
        store.entities().composite(List.of(labels));
    }

    /**
     * Sets the outcome of the next execution of any project that has none planned itself; further calls are for the
     * executions after it. Messages have outcomes of their own ({@link FakeImportJob#endNext}).
     */
    public void endNext(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        store.endNext(outcome.model());
    }

    /**
     * Sets the outcome of every import of an entity, in a package or as a file, for which no other outcome is planned.
     * Error rows without an entity belong to it. A package of several entities ends with the outcomes of all: in the
     * status that they share, or else in {@code PartiallySucceeded}.
     */
    public void endEntity(String label, ExecutionOutcome outcome) {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(outcome, "outcome");
        store.entities().end(label, outcome.model());
    }

    /**
     * Sets how long executions take that start after this call. Default 30 seconds, a guess.
     *
     * @throws IllegalArgumentException if {@code duration} is negative or longer than a hundred years
     */
    public FakeDataManagement executionsTake(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        store.executionsTake(Given.span("executionsTake", duration));
        return this;
    }

    /**
     * Sets how long executions that start after this call are unknown; then they wait as long again for their batch.
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
     * Sets how many requests about an execution that starts after this call fail with "Execution details were not
     * found" once {@link #detailsAfter} has passed. Default 0.
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
     * Sets whether {@code ExportToPackage} and {@code GetExportedPackageUrl} wrap their values in another object, as in
     * the samples of the documentation. Default false, as clients report.
     */
    public FakeDataManagement nestedExportValues(boolean on) {
        store.nestedExportValues(on);
        return this;
    }

    /**
     * Sets whether {@code GetEntityExecutionSummaryStatusList} returns a list of strings that contain JSON. Default
     * false, a list of objects; both are guesses.
     */
    public FakeDataManagement entityStatusTexts(boolean on) {
        store.entityStatusTexts(on);
        return this;
    }

    /**
     * Sets whether a project can run two imports at once. Default false: the documentation forbids parallel calls. That
     * this applies until the execution has ended is a guess.
     */
    public FakeDataManagement parallelImports(boolean on) {
        store.parallelImports(on);
        return this;
    }

    /**
     * Sets the storage version of new addresses, such as {@code 2021-08-06}. Default {@code 2014-02-14}, as seen in
     * microsoft/Recurring-Integrations-Scheduler#113: with it a request can send a file of 64 MiB or a block of 4 MiB.
     * It alone decides how a request is processed, whatever the header {@code x-ms-version} says ("Previous Azure
     * Storage versions").
     *
     * @throws IllegalArgumentException if {@code version} is not a date
     */
    public FakeDataManagement sasVersion(String version) {
        Objects.requireNonNull(version, "version");
        if (!version.matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw new IllegalArgumentException("sasVersion: expected a date such as 2021-08-06, but got " + version);
        }
        store.sasVersion(version);
        return this;
    }

    /**
     * Sets what new addresses for uploads allow, a text of the letters r (read), w (write), c (create) and d (delete).
     * Default {@code rw}, as seen in microsoft/Recurring-Integrations-Scheduler#113; so a client can't delete a file.
     *
     * @throws IllegalArgumentException if {@code permissions} is empty or contains another letter
     */
    public FakeDataManagement uploadPermissions(String permissions) {
        Objects.requireNonNull(permissions, "permissions");
        store.uploadPermissions(Sas.permissions(permissions));
        return this;
    }

    /**
     * Sets whether the storage rejects every request with the header {@code x-ms-version}, which all storage libraries
     * send, as reported once (microsoft/Recurring-Integrations-Scheduler#19). Default false: the documentation says
     * that the header is ignored.
     */
    public FakeDataManagement versionHeaderRefused(boolean on) {
        store.versionHeaderRefused(on);
        return this;
    }

    private FakeDataProject of(Project project) {
        return projects.computeIfAbsent(project, key -> new FakeDataProject(key, this));
    }

    /** Returns the number of projects and executions. */
    @Override
    public String toString() {
        return "FakeDataManagement[" + projects().size() + " projects, "
                + executions().size() + " executions]";
    }
}

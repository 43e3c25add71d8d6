package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.datamanagement.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A data project of the fake server. Thread-safe.
 *
 * <pre>{@code
 * FakeDataProject groups = server.dataManagement().project("Customer groups export");
 * groups.publishExport(zip);
 * client.dataManagement()
 *         .newExport(ExportRequest.of("Customer groups export"))
 *         .download(directory.resolve("monday.zip"), Duration.ofHours(1));
 * groups.endNext(ExecutionOutcome.failed()); // and the next night it fails
 * ExportOperation tuesday = client.dataManagement().newExport(ExportRequest.of("Customer groups export"));
 * assertThrows(ExecutionFailedException.class,
 *         () -> tuesday.download(directory.resolve("tuesday.zip"), Duration.ofHours(1)));
 * }</pre>
 *
 * <p>An export delivers the package published last, or an empty one. A delta export delivers it once, and then empty
 * packages until another one is published or {@code ResetVersionToken} is called: as with change tracking, a client
 * that loses the answer of a delta export loses its changes. That an export without records delivers an empty package
 * is a guess.
 */
public final class FakeDataProject {
    private final Project project;
    private final FakeDataManagement dataManagement;

    FakeDataProject(Project project, FakeDataManagement dataManagement) {
        this.project = project;
        this.dataManagement = dataManagement;
    }

    /** Returns the name, {@code definitionGroupId} in requests. */
    public String name() {
        return project.name();
    }

    /**
     * Makes exports deliver this package. Any bytes will do, but the client rejects a file that is not a complete zip
     * unless its {@link io.github.d365fo.connector.ConnectorClientBuilder#packageCheck} is off; {@link TestPackages}
     * creates real ones.
     */
    public void publishExport(byte[] content) {
        Objects.requireNonNull(content, "content");
        project.publish(Content.of(content));
    }

    /**
     * Makes exports deliver this file, which is read anew for each download and can be of any size.
     *
     * @throws UncheckedIOException if the file can't be read
     */
    public void publishExport(Path file) {
        Objects.requireNonNull(file, "file");
        try {
            project.publish(Content.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("file: " + file + " can't be read", e);
        }
    }

    /** Sets the outcome of the next execution of this project; further calls are for the executions after it. */
    public void endNext(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        project.endNext(outcome.model());
    }

    /**
     * Sets the outcome of executions of this project without one from {@link #endNext}. By default it depends on the
     * data.
     */
    public void endAlways(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        project.endAlways(outcome.model());
    }

    /** Returns the executions of this project in the order of their starts. */
    public List<FakeExecution> executions() {
        return dataManagement.executions().stream()
                .filter(execution -> execution.project().equalsIgnoreCase(name()))
                .toList();
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return "FakeDataProject[" + name() + "]";
    }
}

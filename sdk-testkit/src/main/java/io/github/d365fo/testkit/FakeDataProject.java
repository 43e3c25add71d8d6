package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.content.StateDirectory;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageMaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

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
 * <p>An export delivers what was published last, or an empty package. A delta export delivers it once, and then empty
 * packages until something else is published or {@code ResetVersionToken} is called: as with change tracking, whoever
 * loses the answer of a delta export loses its changes. That an export without records delivers an empty package is a
 * guess.
 */
public final class FakeDataProject {
    private final String name;
    private final FakeDataManagement dataManagement;
    private final Queue<Outcome> next = new ArrayDeque<>();
    private @Nullable Outcome usual;
    private @Nullable Content export;
    private boolean deltaTaken;

    FakeDataProject(String name, FakeDataManagement dataManagement) {
        this.name = name;
        this.dataManagement = dataManagement;
    }

    /** Returns the name, which requests call {@code definitionGroupId}. */
    public String name() {
        return name;
    }

    /**
     * Has exports deliver this package from now on. Any bytes will do, but the client refuses what is no whole zip unless
     * its {@link io.github.d365fo.connector.ConnectorClientBuilder#packageCheck} is off; {@link TestPackages} makes real
     * ones.
     */
    public void publishExport(byte[] content) {
        Objects.requireNonNull(content, "content");
        publish(Content.of(content));
    }

    /**
     * Has exports deliver this file from now on; it is read at each download, however large.
     *
     * @throws UncheckedIOException if the file is not there
     */
    public void publishExport(Path file) {
        Objects.requireNonNull(file, "file");
        try {
            publish(Content.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("file: expected one that can be read, but " + file + " is none", e);
        }
    }

    /** Sets how the next execution of this project ends. Further calls are for the executions after it. */
    public synchronized void endNext(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        next.add(outcome.model());
    }

    /** Sets how executions of this project end that {@link #endNext} says nothing of. Default by what is imported. */
    public synchronized void endAlways(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        usual = outcome.model();
    }

    /** Returns the executions of this project, in the order of their starts. */
    public List<FakeExecution> executions() {
        return dataManagement.executions().stream()
                .filter(execution -> execution.project().equalsIgnoreCase(name))
                .toList();
    }

    /** Takes the outcome that was planned for the next execution. */
    synchronized Optional<Outcome> takeNext() {
        return Optional.ofNullable(next.poll());
    }

    synchronized Optional<Outcome> usual() {
        return Optional.ofNullable(usual);
    }

    /** Returns what an export delivers. */
    synchronized Content takeExport(boolean delta) {
        Content taken = export == null || (delta && deltaTaken) ? Content.of(PackageMaker.empty(name)) : export;
        deltaTaken |= delta;
        return taken;
    }

    synchronized void resetVersionToken() {
        deltaTaken = false;
    }

    /** Forgets the outcomes that were planned for the next executions. */
    synchronized void clear() {
        next.clear();
    }

    synchronized JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("name", name)
                .put("next", next.stream().map(Outcome::save).toList())
                .put("usual", usual().map(Outcome::save))
                .put("export", Optional.ofNullable(export).map(keeper::keep))
                .put("deltaTaken", deltaTaken);
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        saved.objects("next").forEach(outcome -> next.add(Outcome.restore(outcome)));
        usual = saved.object("usual").map(Outcome::restore).orElse(null);
        export = saved.text("export").map(directory::content).orElse(null);
        deltaTaken = saved.flag("deltaTaken").orElse(false);
    }

    private synchronized void publish(Content content) {
        export = content;
        deltaTaken = false;
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return "FakeDataProject[" + name + "]";
    }
}

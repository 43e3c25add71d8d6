package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageMaker;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A data project, with the package of its exports and the outcomes of its executions. Thread-safe. */
public final class Project {
    private final String name;
    private final Queue<Outcome> next = new ArrayDeque<>();
    private @Nullable Outcome usual;
    private @Nullable Content export;
    private boolean deltaTaken;
    private String description = "";
    private String operationType = "";

    Project(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Sets what a client that creates it says of it. */
    synchronized void describe(String text, String type) {
        description = text;
        operationType = type;
    }

    synchronized String description() {
        return description;
    }

    /** Returns what its creator said, or else Export if there is something to export: a guess. */
    synchronized String operationType() {
        String usual = export == null ? "Import" : "Export";
        return operationType.isEmpty() ? usual : operationType;
    }

    /** Makes exports deliver this package. */
    public synchronized void publish(Content content) {
        export = content;
        deltaTaken = false;
    }

    /** Sets the outcome of the next execution; further calls are for the executions after it. */
    public synchronized void endNext(Outcome outcome) {
        next.add(outcome);
    }

    /** Sets the outcome of executions without one from {@link #endNext}. */
    public synchronized void endAlways(Outcome outcome) {
        usual = outcome;
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

    /** Removes the outcomes planned for the next executions. */
    synchronized void clear() {
        next.clear();
    }

    synchronized JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("name", name)
                .put("next", next.stream().map(Outcome::save).toList())
                .put("usual", usual().map(Outcome::save))
                .put("export", Optional.ofNullable(export).map(keeper::keep))
                .put("deltaTaken", deltaTaken)
                .put("description", description)
                .put("operationType", operationType);
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        saved.objects("next").forEach(outcome -> next.add(Outcome.restore(outcome)));
        usual = saved.object("usual").map(Outcome::restore).orElse(null);
        export = saved.text("export").map(directory::content).orElse(null);
        deltaTaken = saved.flag("deltaTaken").orElse(false);
        describe(
                saved.text("description").orElse(""),
                saved.text("operationType").orElse(""));
    }
}

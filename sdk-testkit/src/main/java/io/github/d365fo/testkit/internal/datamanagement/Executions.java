package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.StartedExecution;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.state.KeptMap;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import io.github.d365fo.testkit.internal.state.StatePart;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The executions of a server, including those of messages. Thread-safe. */
public final class Executions {
    private final InstantSource clock;
    private final Jobs jobs;
    private final KeptMap<ExecutionId, StartedExecution> started = new KeptMap<>();
    /** The imports of each project that may not be over yet. */
    private final Map<String, List<Execution>> importing = new HashMap<>();
    /** How many more requests are refused, whatever the time. */
    private final Map<ExecutionId, Integer> refusals = new HashMap<>();
    /** When the requested files of error keys will exist. */
    private final KeptMap<String, Instant> errorKeys = new KeptMap<>();

    Executions(InstantSource clock, Jobs jobs) {
        this.clock = clock;
        this.jobs = jobs;
    }

    synchronized void start(StartedExecution execution, int refused) {
        started.put(execution.subject().id(), execution);
        refusals.put(execution.subject().id(), refused);
        if (execution.subject().kind() == FakeExecution.Kind.IMPORT) {
            importing(execution.subject().project()).add(execution.execution());
        }
    }

    /** Returns all of them in the order of their starts, in their current state. */
    public List<FakeExecution> list() {
        List<Execution> all = new ArrayList<>(jobs.executions());
        synchronized (this) {
            started.values().forEach(execution -> all.add(execution.execution()));
        }
        return all.stream()
                .map(execution -> execution.snapshot(clock.instant()))
                .sorted(Comparator.comparing(FakeExecution::startedAt))
                .toList();
    }

    /** Returns an execution in its current state, or empty if there is none. */
    public Optional<FakeExecution> snapshot(ExecutionId id) {
        return find(id).map(execution -> execution.snapshot(clock.instant()));
    }

    Optional<Execution> find(ExecutionId id) {
        return started(id).map(StartedExecution::execution).or(() -> jobs.execution(id));
    }

    /** Returns an execution for a request, or empty while the service does not know it yet. */
    Optional<Execution> ask(ExecutionId id) {
        return find(id).filter(execution -> execution.status(clock.instant()) != FakeExecution.Status.UNKNOWN)
                .filter(execution -> !isRefused(id));
    }

    private synchronized boolean isRefused(ExecutionId id) {
        int left = refusals.getOrDefault(id, 0);
        if (left > 0) {
            refusals.put(id, left - 1);
            started.changed(id);
        }
        return left > 0;
    }

    /** Returns what an export delivers. */
    Optional<StartedExecution.Delivery> delivery(ExecutionId id) {
        return started(id).flatMap(StartedExecution::delivery);
    }

    /** Returns whether an import of a project is not over yet. */
    synchronized boolean isImporting(String project) {
        List<Execution> running = importing(project);
        // Time never goes back, so none of these is looked at again.
        running.removeIf(execution -> execution.isOver(clock.instant()));
        return !running.isEmpty();
    }

    private List<Execution> importing(String project) {
        return importing.computeIfAbsent(project.toLowerCase(Locale.ROOT), key -> new ArrayList<>());
    }

    /** Notes that a file of error keys was requested; a second request changes nothing. */
    synchronized void generateErrorKeys(String file, Instant ready) {
        if (errorKeys.get(file).isEmpty()) {
            errorKeys.put(file, ready);
        }
    }

    synchronized boolean hasErrorKeys(String file) {
        return errorKeys
                .get(file)
                .filter(ready -> !clock.instant().isBefore(ready))
                .isPresent();
    }

    synchronized void forget(ExecutionId id) {
        started.remove(id)
                .ifPresent(forgotten -> importing(forgotten.subject().project())
                        .removeIf(execution -> execution.subject().id().equals(id)));
        refusals.remove(id);
    }

    synchronized void clear() {
        started.clear();
        refusals.clear();
        importing.clear();
        errorKeys.clear();
    }

    synchronized void save(StatePart part) {
        started.save(
                part.part("started"),
                (all, name, execution) ->
                        all.entry(name, keeper -> execution.save(keeper).put("refusals", refusals(execution))));
        errorKeys.save(part.part("errorKeys"), (all, name, ready) -> all.entry(name, keeper -> ready.toString()));
    }

    private int refusals(StartedExecution execution) {
        return refusals.getOrDefault(execution.subject().id(), 0);
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        for (JsonObject each : saved.objectsOf("started")) {
            start(
                    StartedExecution.restore(each, directory),
                    each.integer("refusals").orElse(0));
        }
        JsonObject keys = saved.object("errorKeys").orElseGet(JsonObject::new);
        keys.names().forEach(file -> errorKeys.put(file, keys.requireInstant(file)));
    }

    private synchronized Optional<StartedExecution> started(ExecutionId id) {
        return started.get(id);
    }
}

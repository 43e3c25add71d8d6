package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.StartedExecution;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The executions of a server, including those of messages. Thread-safe. */
public final class Executions {
    private final InstantSource clock;
    private final Jobs jobs;
    private final Map<ExecutionId, StartedExecution> started = new LinkedHashMap<>();
    /** The imports of each project that may not be over yet. */
    private final Map<String, List<Execution>> importing = new HashMap<>();
    /** How many more requests are refused, whatever the time. */
    private final Map<ExecutionId, Integer> refusals = new HashMap<>();
    /** When the requested files of error keys will exist. */
    private final Map<String, Instant> errorKeys = new HashMap<>();

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
        refusals.computeIfPresent(id, (key, number) -> Math.max(number - 1, 0));
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
        errorKeys.putIfAbsent(file, ready);
    }

    synchronized boolean hasErrorKeys(String file) {
        Instant ready = errorKeys.get(file);
        return ready != null && !clock.instant().isBefore(ready);
    }

    synchronized void forget(ExecutionId id) {
        StartedExecution forgotten = started.remove(id);
        if (forgotten != null) {
            importing(forgotten.subject().project())
                    .removeIf(execution -> execution.subject().id().equals(id));
        }
        refusals.remove(id);
    }

    synchronized void clear() {
        started.clear();
        refusals.clear();
        importing.clear();
        errorKeys.clear();
    }

    synchronized JsonObject save(StateDirectory.Keeper keeper) {
        JsonObject keys = new JsonObject();
        errorKeys.forEach(keys::put);
        return new JsonObject()
                .put(
                        "started",
                        started.values().stream()
                                .map(execution -> execution.save(keeper).put("refusals", refusals(execution)))
                                .toList())
                .put("errorKeys", keys);
    }

    private int refusals(StartedExecution execution) {
        return refusals.getOrDefault(execution.subject().id(), 0);
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        for (JsonObject each : saved.objects("started")) {
            start(
                    StartedExecution.restore(each, directory),
                    each.integer("refusals").orElse(0));
        }
        JsonObject keys = saved.requireObject("errorKeys");
        keys.names().forEach(file -> errorKeys.put(file, keys.requireInstant(file)));
    }

    private synchronized Optional<StartedExecution> started(ExecutionId id) {
        return Optional.ofNullable(started.get(id));
    }
}

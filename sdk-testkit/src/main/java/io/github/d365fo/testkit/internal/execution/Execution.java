package io.github.d365fo.testkit.internal.execution;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import io.github.d365fo.testkit.internal.service.WireTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** An execution. Immutable except for its progress and outcome; thread-safe. */
public final class Execution {
    /**
     * The identity of an execution.
     *
     * @param id the execution id
     * @param kind what it does
     * @param project the data project
     * @param company the legal entity
     */
    public record Subject(ExecutionId id, FakeExecution.Kind kind, String project, String company) {}

    private final Subject subject;
    private final Progress progress;
    private final Supplier<List<PackageEntity>> entities;
    private final Supplier<Outcome> outcome;

    public Execution(
            Subject subject, Progress progress, Supplier<List<PackageEntity>> entities, Supplier<Outcome> outcome) {
        this.subject = subject;
        this.progress = progress;
        this.entities = entities;
        this.outcome = outcome;
    }

    /** Returns an id in the format of the service's own. */
    public static ExecutionId newId(String project, Instant startedAt, String guid) {
        return ExecutionId.of(project + "-" + WireTime.withoutZone(startedAt) + "-"
                + guid.replace("-", "").toUpperCase(Locale.ROOT));
    }

    public Subject subject() {
        return subject;
    }

    public Progress progress() {
        return progress;
    }

    public boolean isOver(Instant now) {
        return progress.stage(now) == Progress.Stage.OVER;
    }

    public FakeExecution.Status status(Instant now) {
        return switch (progress.stage(now)) {
            case HIDDEN -> FakeExecution.Status.UNKNOWN;
            case WAITING -> FakeExecution.Status.NOT_RUN;
            case RUNNING -> FakeExecution.Status.EXECUTING;
            case OVER -> outcome.get().status();
        };
    }

    /** Returns the errors, each with its entity; none before the end. */
    public List<ErrorRow> errors(Instant now) {
        if (!isOver(now)) {
            return List.of();
        }
        String first = entities.get().isEmpty() ? "" : entities.get().get(0).label();
        return outcome.get().errors().stream()
                .map(row -> row.entity().isEmpty() ? row.entity(first) : row)
                .toList();
    }

    /** Returns the result of each entity; zeros before the end. */
    public List<EntityResult> results(Instant now) {
        return entities.get().stream()
                .map(entity -> isOver(now) ? result(entity, now) : new EntityResult(entity.label(), 0, 0, 0, 0))
                .toList();
    }

    public Optional<byte[]> errorFile(String entity, boolean inStaging, Instant now) {
        return isOver(now) ? outcome.get().errorFile(entity, errors(now), inStaging) : Optional.empty();
    }

    public FakeExecution snapshot(Instant now) {
        return new FakeExecution(
                subject.id(),
                subject.kind(),
                subject.project(),
                subject.company(),
                progress.startedAt(),
                status(now),
                results(now),
                errors(now));
    }

    private EntityResult result(PackageEntity entity, Instant now) {
        long staging = failed(entity, true, now);
        long target = failed(entity, false, now);
        long records = Math.max(outcome.get().recordsOf(entity.label()).orElse(entity.records()), staging + target);
        if (entity.problem().isPresent()) {
            return new EntityResult(entity.label(), records, records, 0, 0);
        }
        long reached = records - staging - target;
        return switch (outcome.get().status()) {
            case FAILED, CANCELED -> new EntityResult(entity.label(), records, staging, 0, target + reached);
            // A record must have failed, although no error row says which.
            case PARTIALLY_SUCCEEDED ->
                outcome.get().errors().isEmpty()
                        ? new EntityResult(entity.label(), Math.max(records, 1), 0, Math.max(records, 1) - 1, 1)
                        : new EntityResult(entity.label(), records, staging, reached, target);
            // The target step was not requested.
            case NOT_RUN -> new EntityResult(entity.label(), records, staging, 0, 0);
            default -> new EntityResult(entity.label(), records, staging, reached, target);
        };
    }

    /** Counts records, not rows: a record can have several errors, and each error without an id counts as a record. */
    private long failed(PackageEntity entity, boolean inStaging, Instant now) {
        List<String> ids = errors(now).stream()
                .filter(row -> row.inStaging() == inStaging)
                .filter(row -> row.entity().equalsIgnoreCase(entity.label()))
                .map(ErrorRow::recordId)
                .toList();
        long unnamed = ids.stream().filter(String::isEmpty).count();
        return unnamed + ids.stream().filter(id -> !id.isEmpty()).distinct().count();
    }
}

package io.github.d365fo.testkit.internal.execution;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import java.util.List;
import java.util.Optional;

/**
 * An execution that a client started. Immutable and thread-safe.
 *
 * @param subject its identity
 * @param schedule its progress
 * @param entities the entities it imports; none for an export
 * @param outcome its outcome
 * @param delivery the package that an export delivers
 */
public record StartedExecution(
        Execution.Subject subject,
        Schedule schedule,
        List<PackageEntity> entities,
        Outcome outcome,
        Optional<Delivery> delivery) {
    /**
     * The package that an export delivers.
     *
     * @param blob its blob name
     * @param content its bytes
     */
    public record Delivery(String blob, Content content) {}

    public Execution execution() {
        return new Execution(subject, schedule, () -> entities, () -> outcome);
    }

    public JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("id", subject.id())
                .put("kind", subject.kind())
                .put("project", subject.project())
                .put("company", subject.company())
                .put("schedule", schedule.save())
                .put("entities", entities.stream().map(PackageEntity::save).toList())
                .put("outcome", outcome.save())
                .put(
                        "delivery",
                        delivery.map(export -> new JsonObject()
                                .put("blob", export.blob())
                                .put("content", keeper.keep(export.content()))));
    }

    public static StartedExecution restore(JsonObject saved, StateDirectory directory) {
        return new StartedExecution(
                new Execution.Subject(
                        ExecutionId.of(saved.requireText("id")),
                        FakeExecution.Kind.valueOf(saved.requireText("kind")),
                        saved.requireText("project"),
                        saved.requireText("company")),
                Schedule.restore(saved.requireObject("schedule")),
                saved.objects("entities").stream().map(PackageEntity::restore).toList(),
                Outcome.restore(saved.requireObject("outcome")),
                saved.object("delivery")
                        .map(export -> new Delivery(
                                export.requireText("blob"), directory.content(export.requireText("content")))));
    }
}

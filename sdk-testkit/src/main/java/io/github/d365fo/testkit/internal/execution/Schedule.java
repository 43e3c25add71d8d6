package io.github.d365fo.testkit.internal.execution;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * The progress of an execution that a client started: unseen, then waiting as long again, then running.
 *
 * @param startedAt when it was started
 * @param unseen how long the service does not know it
 * @param takes how long it takes from its start on
 */
public record Schedule(Instant startedAt, Duration unseen, Duration takes) implements Progress {
    @Override
    public Instant endsAt() {
        return startedAt.plus(takes);
    }

    @Override
    public Stage stage(Instant now) {
        if (now.isBefore(startedAt.plus(unseen))) {
            return Stage.HIDDEN;
        }
        if (!now.isBefore(endsAt())) {
            return Stage.OVER;
        }
        return now.isBefore(startedAt.plus(unseen).plus(unseen)) ? Stage.WAITING : Stage.RUNNING;
    }

    public JsonObject save() {
        return new JsonObject()
                .put("startedAt", startedAt)
                .put("unseen", unseen)
                .put("takes", takes);
    }

    public static Schedule restore(JsonObject saved) {
        return new Schedule(
                saved.requireInstant("startedAt"), saved.requireDuration("unseen"), saved.requireDuration("takes"));
    }
}

package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.internal.export.Schedule.Turn;
import io.github.d365fo.feed.internal.export.Task.Pause;
import io.github.d365fo.feed.internal.run.Breather;
import java.time.Duration;
import java.util.Optional;

/** Takes the turns of a feed, whatever is thrown in them. Thread-safe. */
final class Turns {
    /** What was thrown may pass, as a full heap does. */
    private static final Pause AFTER_THE_UNEXPECTED = Pause.after(Duration.ofSeconds(1));

    private final Engine engine;
    private final Runnable afterStep;

    Turns(Engine engine) {
        this.engine = engine;
        this.afterStep = engine::stepped;
    }

    /** Takes a turn to its next wait or its end. Throws nothing: a place that is not given back is lost to the feed. */
    void run(Turn turn, Breather breather) {
        boolean goesOn = true;
        while (goesOn) {
            Pause pause = pauseOf(turn);
            goesOn = giveBack(turn, pause, breather);
            Throwable failure = Breather.insist(afterStep);
            if (failure != null) {
                engine.unexpected(failure);
            }
        }
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    private boolean giveBack(Turn turn, Pause pause, Breather breather) {
        while (true) {
            try {
                return engine.schedule.again(turn, pause).isPresent();
            } catch (Throwable e) {
                engine.unexpected(e);
                breather.pause();
            }
        }
    }

    /** Does one step of a turn, and returns the turn if the next one may follow at once. */
    Optional<Turn> step(Turn turn) {
        Optional<Turn> next = engine.schedule.again(turn, pauseOf(turn));
        afterStep.run();
        return next;
    }

    private Pause pauseOf(Turn turn) {
        return turn.leaving() ? leave(turn.task()) : pauseAfter(turn.task());
    }

    /** Whatever a task throws ends neither the worker nor the task, which tries that step again. */
    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    private Pause pauseAfter(Task task) {
        engine.forgetInterrupt();
        try {
            return task.step();
        } catch (Throwable e) {
            engine.tell("working on a message", e);
            return AFTER_THE_UNEXPECTED;
        }
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    private Pause leave(Task task) {
        // An interrupt was meant for what ran before, and would break the files that the ledger writes.
        Thread.interrupted();
        try {
            engine.tryTo("leaving a message", task::abandon);
        } catch (Throwable e) {
            engine.unexpected(e);
        }
        return Pause.end();
    }
}

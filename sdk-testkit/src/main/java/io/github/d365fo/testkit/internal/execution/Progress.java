package io.github.d365fo.testkit.internal.execution;

import java.time.Instant;

/** The progress of an execution, by the clock. */
public interface Progress {
    /** The stages: unknown to the service, waiting, running, over. */
    enum Stage {
        HIDDEN,
        WAITING,
        RUNNING,
        OVER
    }

    Instant startedAt();

    Instant endsAt();

    Stage stage(Instant now);
}

package io.github.d365fo.testkit;

import java.time.Duration;
import java.time.Instant;

/** How far an execution is, by the clock. */
interface Progress {
    /** Where it stands: not to be seen yet, waiting, running, over. */
    enum Stage {
        HIDDEN,
        WAITING,
        RUNNING,
        OVER
    }

    Instant startedAt();

    Instant endsAt();

    Stage stage(Instant now);

    /** Returns the progress of an execution that a client started: unseen, then waiting as long again, then running. */
    static Progress of(Instant startedAt, Duration unseen, Duration takes) {
        return new Progress() {
            @Override
            public Instant startedAt() {
                return startedAt;
            }

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
        };
    }
}

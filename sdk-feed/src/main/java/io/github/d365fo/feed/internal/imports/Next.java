package io.github.d365fo.feed.internal.imports;

import java.time.Duration;
import java.util.Optional;

/**
 * What follows a step of a file.
 *
 * @param pause how long to wait before the next one
 * @param failure what went wrong, if anything did
 * @param reach whom the failure concerns
 */
record Next(Duration pause, Optional<Throwable> failure, Reach reach) {
    /** Whom a failure concerns. */
    enum Reach {
        /** This file alone, whose tries are counted, or which others pass by. */
        FILE,
        /** Perhaps others as well: a run that is to end gives up after several. */
        UNKNOWN,
        /** All files: nothing is sent until the wait is over. */
        FEED,
        /** All files, until somebody puts something right. */
        FATAL
    }

    static Next atOnce() {
        return after(Duration.ZERO);
    }

    static Next after(Duration pause) {
        return new Next(pause, Optional.empty(), Reach.FILE);
    }

    static Next failed(Throwable failure, Duration pause) {
        return new Next(pause, Optional.of(failure), Reach.FILE);
    }

    static Next unexpected(Throwable failure, Duration pause) {
        return new Next(pause, Optional.of(failure), Reach.UNKNOWN);
    }

    static Next held(Throwable failure, Duration pause) {
        return new Next(pause, Optional.of(failure), Reach.FEED);
    }

    static Next fatal(Throwable failure) {
        return new Next(Duration.ZERO, Optional.of(failure), Reach.FATAL);
    }
}

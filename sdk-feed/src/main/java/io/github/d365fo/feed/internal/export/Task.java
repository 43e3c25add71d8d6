package io.github.d365fo.feed.internal.export;

import java.time.Duration;
import java.util.Optional;

/** Work that goes in steps. One thread at a time has it. */
interface Task {
    /** Does the next step. */
    Pause step();

    /** Gives up what it waits for, because the feed is being closed. Not called while a step runs. */
    void abandon();

    /** The feed has ended, and nobody waits for this task, which may be running: called by another thread. */
    default void outlive() {}

    /** What comes after a step. */
    record Pause(Optional<Duration> beforeNext) {
        private static final Pause END = new Pause(Optional.empty());
        private static final Pause NONE = after(Duration.ZERO);

        /** Returns that there is no further step. */
        static Pause end() {
            return END;
        }

        /** Returns that the next step may follow at once. */
        static Pause none() {
            return NONE;
        }

        /** Returns that the next step comes after {@code wait}. */
        static Pause after(Duration wait) {
            return new Pause(Optional.of(wait));
        }
    }
}

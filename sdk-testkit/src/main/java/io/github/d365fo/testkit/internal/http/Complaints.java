package io.github.d365fo.testkit.internal.http;

import java.time.Duration;

/**
 * Says on the error stream, in a line a minute at most, that the system has no more to give. Not by a logger: one that
 * was never used may need files and memory for its first line. Used by one thread.
 */
final class Complaints {
    private static final Duration REST = Duration.ofMinutes(1);

    private Deadline rest = Deadline.in(Duration.ZERO);

    void say(String what, Throwable reason) {
        if (rest.isOver()) {
            System.err.println("fake connector server: " + what + ": " + reason);
            rest = Deadline.in(REST);
        }
    }
}

package io.github.d365fo.testkit.internal.http;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reports, at most once a minute, that the system has run out of something. It writes to the error stream and not to a
 * logger: a logger may need files and memory for its first line. Thread-safe.
 */
final class Complaints {
    private static final Duration REST = Duration.ofMinutes(1);

    private final Consumer<String> lines;
    private Deadline rest = Deadline.in(Duration.ZERO);

    Complaints(Consumer<String> lines) {
        this.lines = lines;
    }

    static Complaints onErrorStream() {
        return new Complaints(line -> System.err.println(line));
    }

    synchronized void say(String what, Throwable reason) {
        if (rest.isOver()) {
            lines.accept("fake connector server: " + what + ": " + reason);
            rest = Deadline.in(REST);
        }
    }
}

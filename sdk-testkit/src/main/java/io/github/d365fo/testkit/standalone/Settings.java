package io.github.d365fo.testkit.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The settings of the program.
 *
 * @param port the port, or 0 for any that is free
 * @param state the directory for the state
 * @param frozen whether the clock stands still
 * @param time when the clock begins; the real time if empty
 */
record Settings(int port, Optional<Path> state, boolean frozen, Optional<Instant> time) {
    static final int DEFAULT_PORT = 8365;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if a value is invalid
     */
    static Settings of(Arguments arguments) {
        return new Settings(
                arguments.value(Option.PORT).map(Settings::port).orElse(DEFAULT_PORT),
                arguments.value(Option.STATE).map(Settings::directory),
                arguments.has(Option.FROZEN),
                arguments.value(Option.TIME).map(Settings::time));
    }

    private static int port(Arguments.Value value) {
        if (!value.text().matches("[0-9]{1,5}") || Integer.parseInt(value.text()) > 65_535) {
            throw value.wrong("a number from 0 to 65535");
        }
        return Integer.parseInt(value.text());
    }

    private static Path directory(Arguments.Value value) {
        try {
            return Path.of(value.text());
        } catch (InvalidPathException e) {
            throw value.wrong("a directory");
        }
    }

    private static Instant time(Arguments.Value value) {
        try {
            return Instant.parse(value.text());
        } catch (DateTimeException e) {
            throw value.wrong("a time such as 2026-01-05T08:00:00Z");
        }
    }
}

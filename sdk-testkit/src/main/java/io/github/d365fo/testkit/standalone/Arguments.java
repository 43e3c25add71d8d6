package io.github.d365fo.testkit.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of the program.
 *
 * @param port the port, or 0 for any that is free
 * @param state the directory for the state
 * @param frozen whether the clock stands still
 * @param help whether only the help is asked for
 */
record Arguments(int port, Optional<Path> state, boolean frozen, boolean help) {
    static final int DEFAULT_PORT = 8365;

    /** Numbers are not formatted, since some languages have other digits. */
    static final String HELP = """
            A fake connector server of Dynamics 365 Finance and Operations, for tests.

              --port N      the port on the loopback address; 0 takes any that is free. Default PORT.
              --state DIR   keeps jobs, messages, files, executions and the clock in DIR.
              --frozen      lets the clock stand still until it is advanced.
              --help        shows this.

            --port=N and --state=DIR are the same. What it does is shown at
            http://127.0.0.1:PORT/__admin/, how to tell it what to do at /__admin/openapi.json.
            """.replace("PORT", Integer.toString(DEFAULT_PORT));

    static Arguments parse(List<String> arguments) {
        Arguments parsed = new Arguments(DEFAULT_PORT, Optional.empty(), false, false);
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            String next = left.next();
            int equals = next.startsWith("--") ? next.indexOf('=') : -1;
            parsed = equals < 0
                    ? parsed.with(next, new Value(Optional.empty(), left))
                    : parsed.with(next.substring(0, equals), new Value(Optional.of(next.substring(equals + 1)), left));
        }
        return parsed;
    }

    private Arguments with(String name, Value value) {
        return switch (name) {
            case "--port" -> new Arguments(port(value.of(name)), state, frozen, help);
            case "--state" -> new Arguments(port, Optional.of(path(value.of(name))), frozen, help);
            case "--frozen" -> new Arguments(port, state, value.refused(name), help);
            case "--help", "-h" -> new Arguments(port, state, frozen, value.refused(name));
            default ->
                throw new IllegalArgumentException(
                        name + ": expected one of --port, --state, --frozen, --help, but got another");
        };
    }

    /** Returns the value after the equals sign, or else the next argument. */
    private record Value(Optional<String> joined, Iterator<String> left) {
        String of(String name) {
            if (joined.isEmpty() && !left.hasNext()) {
                throw new IllegalArgumentException(name + ": expected a value, but it is missing");
            }
            String value = joined.orElseGet(left::next);
            if (value.isBlank()) {
                throw new IllegalArgumentException(name + ": expected a value, but it is blank");
            }
            if (joined.isEmpty() && value.startsWith("--")) {
                throw new IllegalArgumentException(name + ": expected a value, but got " + value
                        + ", which is an argument; write a value that begins with -- as " + name + "=VALUE");
            }
            return value;
        }

        boolean refused(String name) {
            if (joined.isPresent()) {
                throw new IllegalArgumentException(name + ": expected no value, but got one");
            }
            return true;
        }
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("--port: expected a number from 0 to 65535, but got " + text);
        }
        return Integer.parseInt(text);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("--state: expected a directory, but got " + text, e);
        }
    }
}

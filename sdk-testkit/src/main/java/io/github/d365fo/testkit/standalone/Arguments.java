package io.github.d365fo.testkit.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the program is told when it starts.
 *
 * @param port the port, or 0 for any that is free
 * @param state where the state is kept
 * @param frozen whether the clock stands still
 * @param help whether only the help is asked for
 */
record Arguments(int port, Optional<Path> state, boolean frozen, boolean help) {
    static final int DEFAULT_PORT = 8365;

    static final String HELP = """
            A fake connector server of Dynamics 365 Finance and Operations, for tests.

              --port N      the port on the loopback address; 0 takes any that is free. Default %d.
              --state DIR   keeps jobs, messages, files, executions and the clock in DIR.
              --frozen      lets the clock stand still until it is advanced.
              --help        shows this.

            What it does is shown at http://127.0.0.1:%d/__admin/, how to tell it what to do
            at /__admin/openapi.json.
            """.formatted(DEFAULT_PORT, DEFAULT_PORT);

    static Arguments parse(List<String> arguments) {
        Arguments parsed = new Arguments(DEFAULT_PORT, Optional.empty(), false, false);
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            parsed = parsed.with(left.next(), left);
        }
        return parsed;
    }

    private Arguments with(String name, Iterator<String> left) {
        return switch (name) {
            case "--port" -> new Arguments(port(value(name, left)), state, frozen, help);
            case "--state" -> new Arguments(port, Optional.of(path(value(name, left))), frozen, help);
            case "--frozen" -> new Arguments(port, state, true, help);
            case "--help", "-h" -> new Arguments(port, state, frozen, true);
            default ->
                throw new IllegalArgumentException(
                        name + ": expected one of --port, --state, --frozen, --help, but got another");
        };
    }

    private static String value(String name, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException(name + ": expected a value, but it is missing");
        }
        return left.next();
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

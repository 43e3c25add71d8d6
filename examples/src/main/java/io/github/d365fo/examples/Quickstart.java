package io.github.d365fo.examples;

import io.github.d365fo.connector.error.ConnectorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The main job from end to end: a file goes in and is followed to its end, a package comes out and is acknowledged.
 *
 * <p>Without settings it runs against a fake connector server that it starts; with {@code D365FO_ENVIRONMENT} and its
 * companions in the environment, against a real one. Its argument is the file to send; by default a small journal.
 */
public final class Quickstart {
    private Quickstart() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        int status = run(arguments, System.getenv(), System.out);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(String[] arguments, Map<String, String> settings, Appendable out) throws IOException {
        Optional<Path> file =
                arguments.length == 0 || arguments[0].isBlank() ? Optional.empty() : Optional.of(Path.of(arguments[0]));
        Story story = new Story(out);
        try (Stage stage = Stage.of(settings, file)) {
            new Tour(stage, story).run();
            return 0;
        } catch (ConnectorException | IllegalArgumentException e) {
            story.tell("It did not work out: " + e.getMessage());
            return 2;
        }
    }
}

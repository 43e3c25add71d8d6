package io.github.d365fo.testkit.standalone;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.internal.admin.Setup;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a fake connector server as a program, for use without Java or to watch it:
 *
 * <pre>
 * java -jar d365fo-sdk-testkit-VERSION-standalone.jar --port 8365 --state ./fake-connector
 * curl http://127.0.0.1:8365/__admin/exports/ACTIVITY-ID --data-binary @customers.zip
 * </pre>
 *
 * <p>It prints the activity ids of its jobs when it starts.
 */
public final class Main {
    private static final int WRONG_ARGUMENTS = 2;
    /** Less than a container is given to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Main() {}

    /**
     * Starts the server; {@code --help} lists the arguments. Exits with 2 for wrong arguments and with 1 if it can't
     * start, or can't store its state at the end.
     */
    public static void main(String[] arguments) throws InterruptedException {
        Outcome outcome = start(List.of(arguments), System.getenv(), System.out, System.err);
        if (outcome.server().isEmpty()) {
            System.exit(outcome.exitCode());
        }
        FakeConnectorServer server = outcome.server().get();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "fake-connector-server-close"));
        new CountDownLatch(1).await();
    }

    private static void end(FakeConnectorServer server) {
        try {
            server.close(PATIENCE);
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
            // A program that is shutting down can't change its exit code any more.
            Runtime.getRuntime().halt(1);
        }
    }

    /**
     * The result of a start.
     *
     * @param server the server, if it runs
     * @param exitCode the exit code if it does not
     */
    record Outcome(Optional<FakeConnectorServer> server, int exitCode) {}

    private static Arguments withFile(Arguments given) {
        return Settings.config(given)
                .flatMap(file -> Setup.read(file).object("server"))
                .map(Arguments::ofFile)
                .map(given::orElse)
                .orElse(given);
    }

    static Outcome start(List<String> arguments, Map<String, String> variables, PrintStream out, PrintStream err) {
        try {
            Arguments parsed = Arguments.parse(arguments);
            if (parsed.has(Option.HELP)) {
                out.print(Help.text());
                return new Outcome(Optional.empty(), 0);
            }
            Settings settings = Settings.of(withFile(parsed.orElse(Arguments.ofVariables(variables))));
            FakeConnectorServer server = Launch.start(settings, out);
            Greeting.warn(settings, err);
            Greeting.print(server, out);
            return new Outcome(Optional.of(server), 0);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(Help.text());
            return new Outcome(Optional.empty(), WRONG_ARGUMENTS);
        } catch (IllegalStateException | UncheckedIOException e) {
            err.println(e.getMessage());
            return new Outcome(Optional.empty(), 1);
        }
    }
}

package io.github.d365fo.testkit.standalone;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestClock;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    /** More than anyone looks at, and few enough for a small heap. */
    private static final int JOURNAL_SIZE = 5_000;

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
            server.close();
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

    static Outcome start(List<String> arguments, Map<String, String> variables, PrintStream out, PrintStream err) {
        try {
            Arguments parsed = Arguments.parse(arguments);
            if (parsed.has(Option.HELP)) {
                out.print(Help.text());
                return new Outcome(Optional.empty(), 0);
            }
            FakeConnectorServer server = start(Settings.of(parsed.orElse(Arguments.ofVariables(variables))));
            printAddresses(server, out);
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

    private static FakeConnectorServer start(Settings settings) {
        Clock real = Clock.systemUTC();
        FakeConnectorServer.Builder builder = FakeConnectorServer.builder()
                .port(settings.port())
                .startTime(settings.time().orElseGet(real::instant))
                .administration(true)
                .journalSize(JOURNAL_SIZE);
        settings.state().ifPresent(builder::state);
        FakeConnectorServer server = builder.start();
        if (!settings.frozen()) {
            if (settings.time().isEmpty()) {
                catchUp(server.clock(), real.instant());
            }
            server.clock().run();
        }
        return server;
    }

    /** Moves a clock that continues a stored state to the real time, unless it is ahead. */
    private static void catchUp(TestClock clock, Instant real) {
        Duration behind = Duration.between(clock.instant(), real);
        if (!behind.isNegative()) {
            clock.advance(behind);
        }
    }

    /** Prints everything that a client needs, including the secret, which is useless elsewhere. */
    private static void printAddresses(FakeConnectorServer server, PrintStream out) {
        out.println("environment     " + server.environment());
        out.println("page            " + server.environment() + "/__admin/");
        out.println("token endpoint  " + server.tokenEndpoint());
        out.println("client id       " + server.clientId());
        out.println("client secret   " + server.clientSecret());
        out.println("import job      " + server.importJob().activityId());
        out.println("export job      " + server.exportJob().activityId());
        out.println("time            " + server.clock().instant());
        out.flush();
    }
}

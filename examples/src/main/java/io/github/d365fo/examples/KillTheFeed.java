package io.github.d365fo.examples;

import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * A feed to be killed: this program has a fake server with packages and runs a {@link FeedProcess} on it. Whenever that
 * ends, half an hour passes at the server and the next one is started, until every package is acknowledged. Kill them as
 * often as you like, and read at the end what it did.
 */
public final class KillTheFeed {
    private static final int PACKAGES = 20;
    private static final Duration LEASE = Duration.ofMinutes(30);

    private final FakeConnectorServer server;
    private final Path directory;
    private final Story story;

    private KillTheFeed(FakeConnectorServer server, Path directory, Story story) {
        this.server = server;
        this.directory = directory;
        this.story = story;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(PACKAGES, Duration.ofSeconds(1), System.getProperty("java.class.path"), System.out);
    }

    /** Publishes so many packages, whose handling takes {@code each}, and returns how many were handled. */
    static int run(int packages, Duration each, String classPath, Appendable out)
            throws IOException, InterruptedException {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            for (int i = 0; i < packages; i++) {
                server.exportJob().publish(TestPackages.of("Customers", "CUSTOMERACCOUNT\nUS-" + i + "\n"));
            }
            KillTheFeed play = new KillTheFeed(server, Files.createTempDirectory("feed"), new Story(out));
            while (server.exportJob().pending() > 0) {
                play.runFeed(each, classPath);
                server.clock().advance(LEASE);
            }
            return play.tellTheEnd();
        }
    }

    private void runFeed(Duration each, String classPath) throws IOException, InterruptedException {
        Process feed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        FeedProcess.class.getName(),
                        server.environment().toString(),
                        token(),
                        server.exportJob().activityId().value(),
                        directory.toString(),
                        String.valueOf(each.toMillis()))
                .redirectErrorStream(true)
                .start();
        story.tell("A feed runs. End it with: kill -9 " + feed.pid());
        try (BufferedReader lines = feed.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                story.tell("  " + line);
            }
        } finally {
            feed.destroy();
        }
        if (feed.waitFor() != 0) {
            story.tell("It was killed. Half an hour later the lease of its message has ended.");
        }
    }

    private String token() {
        return server.tokenProvider()
                .token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
    }

    private int tellTheEnd() throws IOException {
        List<String> taken = Files.readAllLines(directory.resolve(FeedProcess.TAKEN));
        int distinct = new HashSet<>(taken).size();
        story.tell(distinct + " packages were taken over and acknowledged.");
        if (taken.size() > distinct) {
            story.tell(
                    (taken.size() - distinct) + " of them once more: the kill came after the handler had written its"
                            + " line, and before the feed had noted it. In a database, a transactional handler has no such gap.");
        }
        return distinct;
    }
}

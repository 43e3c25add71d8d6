package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FeedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A feed in a process of its own: it takes over what is there, says what it does, and ends. */
public final class FeedProcess {
    static final String TAKEN = "taken-over.txt";

    private final Path directory;
    private final long pause;

    private FeedProcess(Path directory, long pause) {
        this.directory = directory;
        this.pause = pause;
    }

    /** Takes the environment, a token, the job, a directory, and how many milliseconds the handler takes. */
    public static void main(String[] arguments) {
        FeedProcess process = new FeedProcess(Path.of(arguments[3]), Long.parseLong(arguments[4]));
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(arguments[0])
                .tokenProvider(TokenProvider.ofStatic(arguments[1]))
                .build()) {
            ExportFeed feed = ExportFeed.builder(client.job(arguments[2]))
                    .spool(process.directory.resolve("spool"))
                    .handler(process::takeOver)
                    .build();
            System.out.println("has run: " + feed.runUntilEmpty());
        } catch (FeedException e) {
            System.out.println("stopped: " + e.getMessage());
        }
    }

    private void takeOver(Export export) throws IOException, InterruptedException {
        String name = export.message().correlationId();
        System.out.println("takes over " + name + ", attempt " + export.attempt());
        TimeUnit.MILLISECONDS.sleep(pause);
        Files.writeString(directory.resolve(TAKEN), name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

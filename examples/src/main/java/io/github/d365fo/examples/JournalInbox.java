package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedBuilder;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.InDoubtFile;
import io.github.d365fo.feed.Resolution;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/** Imports the journals of an inbox: as a service, as a batch job, and through the package API. */
public final class JournalInbox {
    private final ConnectorClient client;
    private final String activityId;
    private final Path inbox;
    private final PrintStream out;

    /** Imports the files of {@code inbox} with {@code client} and prints what became of them to {@code out}. */
    public JournalInbox(ConnectorClient client, String activityId, Path inbox, PrintStream out) {
        this.client = client;
        this.activityId = activityId;
        this.inbox = inbox;
        this.out = out;
    }

    private ImportFeedBuilder builder() {
        return ImportFeed.builder(client.job(activityId))
                .inbox(inbox)
                .request(FileRule.ofEntity("General journal").companyFromFolder());
    }

    /** Starts a feed that runs until it is closed. */
    public ImportFeed service() {
        // tag::service[]
        ImportFeed feed = ImportFeed.builder(client.job(activityId))
                .inbox(inbox)
                .request(FileRule.ofEntity("General journal").companyFromFolder())
                .onResult(result -> out.println(result.source() + ": " + result.state()))
                .build();
        feed.start();
        Runtime.getRuntime().addShutdownHook(new Thread(feed::close));
        // end::service[]
        return feed;
    }

    /** Runs a feed once and returns the exit code for a batch scheduler. */
    public int batch() {
        // tag::batch[]
        try (ImportFeed feed =
                builder().ordered(true).resultTimeout(Duration.ofMinutes(30)).build()) {
            ImportReport report = feed.runUntilEmpty();
            out.println(report);
            return report.failed() + report.inDoubt() + report.unprocessed() == 0 ? 0 : 1;
        }
        // end::batch[]
    }

    /** Prints the files that are in doubt. */
    public void printDoubts(ImportFeed feed) {
        // tag::doubt[]
        for (InDoubtFile file : feed.inDoubt()) {
            out.println(file.id() + " " + file.externalId().orElse("") + " " + file.since() + " " + file.file());
        }
        // end::doubt[]
    }

    /** Goes on with a file in doubt that is in the environment as {@code messageId}, or is not there if that is blank. */
    public void resolve(ImportFeed feed, String id, String messageId) {
        if (messageId.isBlank()) {
            // tag::notarrived[]
            feed.resolve(id, Resolution.NOT_ARRIVED);
            // end::notarrived[]
        } else {
            // tag::arrived[]
            feed.resolve(id, MessageId.of(messageId));
            // end::arrived[]
        }
    }

    /** Returns a feed through the package API, in which no file is ever in doubt. */
    public ImportFeed packages() {
        // tag::packages[]
        ImportFeed feed = ImportFeed.builder(
                        client.dataManagement(),
                        ImportRequest.of("General journals").company("usmf"))
                .inbox(inbox)
                .request(FileRule.ofPackages())
                .build();
        // end::packages[]
        return feed;
    }
}

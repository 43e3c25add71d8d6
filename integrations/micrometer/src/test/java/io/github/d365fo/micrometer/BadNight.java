package io.github.d365fo.micrometer;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A client, an export feed and an import feed in a night in which all that has a meter happens. */
final class BadNight {
    private final FakeConnectorServer server;
    private final MeterRegistry registry;
    private final Path directory;

    BadNight(FakeConnectorServer server, MeterRegistry registry, Path directory) {
        this.server = server;
        this.registry = registry;
        this.directory = directory;
    }

    void pass() throws IOException {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                .clock(server.clock())
                .listener(ClientMetrics.of(registry))
                .build()) {
            calls(client);
            FeedMetrics feeds = FeedMetrics.of(registry);
            exports(client, feeds);
            imports(client, feeds);
        }
    }

    private void calls(ConnectorClient client) throws IOException {
        RecurringJob imports = client.job(server.importJob().activityId());
        imports.enqueue(EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        ignore(() -> imports.enqueue(
                EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal")));
        RecurringJob exports = client.job(server.exportJob().activityId());
        server.exportJob().publishTiny();
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(120)));
        DequeueResult message = exports.dequeue().orElseThrow();
        server.faults().on(Operation.DOWNLOAD).times(5).inject(new Fault.ResetInBody(3));
        ignore(() -> exports.download(message, directory.resolve("first.zip")));
        exports.download(message, directory.resolve("second.zip"));
        exports.acknowledge(message);
    }

    /** One package is handled and comes back, one can't be handled, one has no file. */
    private void exports(ConnectorClient client, FeedMetrics feeds) {
        server.exportJob().publishTiny();
        server.exportJob().publishTiny();
        server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.LostAcknowledgement());
        boolean[] isFirst = {true};
        ExportFeed feed = ExportFeed.builder(client.job(server.exportJob().activityId()))
                .spool(directory.resolve("spool"))
                .attempts(1)
                .listener(feeds)
                .clock(server.clock())
                .handler(export -> {
                    server.clock().advance(Duration.ofMinutes(1));
                    if (!isFirst[0]) {
                        throw new IllegalStateException("not this one");
                    }
                    isFirst[0] = false;
                })
                .build();
        feeds.watch(server.exportJob().activityId().value(), feed::health);
        feed.runUntilEmpty();
        again(client, feeds);
    }

    private void again(ConnectorClient client, FeedMetrics feeds) {
        server.clock().advance(Duration.ofHours(1));
        server.exportJob().publishTiny();
        server.exportJob().publishTiny();
        server.faults().on(Operation.DEQUEUE).nth(2).inject(new Fault.NoFile("the export had no rows"));
        server.faults().on(Operation.DOWNLOAD).times(5).inject(new Fault.ServerError());
        ExportFeed.builder(client.job(server.exportJob().activityId()))
                .spool(directory.resolve("spool"))
                .listener(feeds)
                .clock(server.clock())
                .handler(export -> server.clock().advance(Duration.ofMinutes(1)))
                .build()
                .runUntilEmpty();
        server.exportJob().publishTiny();
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Forbidden());
        ignore(() -> ExportFeed.builder(client.job(server.exportJob().activityId()))
                .spool(directory.resolve("spool"))
                .listener(feeds)
                .clock(server.clock())
                .handler(export -> {})
                .build()
                .runUntilEmpty());
    }

    private void imports(ConnectorClient client, FeedMetrics feeds) throws IOException {
        Path inbox = Files.createDirectories(directory.resolve("inbox").resolve("usmf"));
        Files.writeString(inbox.resolve("1.xml"), "<Document/>");
        try (ImportFeed feed = ImportFeed.builder(client.job(server.importJob().activityId()))
                .inbox(directory.resolve("inbox"))
                .request(FileRule.ofEntity("General journal").companyFromFolder())
                .settleTime(Duration.ZERO)
                .listener(feeds)
                .clock(server.clock())
                .build()) {
            feeds.watch(server.importJob().activityId().value(), feed::health);
            feed.runUntilEmpty();
        }
    }

    private static void ignore(Runnable call) {
        try {
            call.run();
        } catch (ConnectorException | io.github.d365fo.feed.FeedException e) {
            if (e.getMessage() == null) {
                throw e;
            }
        }
    }
}

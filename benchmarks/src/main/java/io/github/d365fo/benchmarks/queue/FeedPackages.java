package io.github.d365fo.benchmarks.queue;

import io.github.d365fo.benchmarks.peers.Peer;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FeedReport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The SDK's feed, whose handler does nothing. */
final class FeedPackages implements PackageClient {
    private final ConnectorClient client;
    private final Function<Path, DeliveryLedger> ledger;

    FeedPackages(URI address, Function<Path, DeliveryLedger> ledger) {
        this.client = SdkPackages.client(address);
        this.ledger = ledger;
    }

    @Override
    public long empty(int atOnce, Path directory) throws Exception {
        // The server gives the same messages again, which no ledger of before may know.
        Path spool = Files.createTempDirectory(directory, "spool");
        try (ExportFeed feed = ExportFeed.builder(client.job(Peer.ACTIVITY))
                .handler(export -> {})
                .commit(CommitMode.AFTER_HANDLER)
                .spool(spool)
                .ledger(ledger.apply(spool.resolve("ledger")))
                .concurrency(atOnce)
                .shutdownHook(false)
                .build()) {
            FeedReport report = feed.runUntilEmpty();
            if (report.failed() + report.quarantined() + report.duplicates() > 0) {
                throw new IllegalStateException(report.toString());
            }
            return report.handled();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

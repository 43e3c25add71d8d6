package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import java.nio.file.Path;
import java.time.Duration;

/** A feed in a process of its own, until somebody kills it: its address, its token, its job and its inbox are arguments. */
final class FeedProcess {
    private FeedProcess() {}

    @SuppressWarnings("MustBeClosed")
    public static void main(String[] args) {
        ConnectorClient client = ConnectorClient.builder()
                .environment(args[0])
                .tokenProvider(TokenProvider.ofStatic(args[1]))
                .build();
        ImportFeed feed = ImportFeed.builder(client.job(args[2]))
                .inbox(Path.of(args[3]))
                .request(FileRule.ofEntity("Customer groups"))
                .settleTime(Duration.ZERO)
                .idleWait(Duration.ofMillis(5), Duration.ofMillis(20))
                .concurrency(3)
                .build();
        feed.start();
    }
}

package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.support.BlockedCommonPool;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ExportFeedBuilder;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedBuilder;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Feeds get on while the program occupies the common pool, for example because it runs a feed there. */
@Timeout(120)
class CommonPoolIsBlockedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final BlockedCommonPool pool = new BlockedCommonPool();

    @TempDir
    Path directory;

    @Test
    void anImportFeed() {
        try (Inboxes world = new Inboxes(directory)) {
            ImportFeedBuilder builder = world.builder().request(FileRule.ofEntity("Customer groups"));
            world.put("a.csv", "CUSTOMERGROUPID\n10\n");
            assertThat(builder.build().runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            try (ImportFeed service = builder.build()) {
                service.start();
                world.put("b.csv", "CUSTOMERGROUPID\n20\n");
                await().atMost(PATIENCE).until(() -> service.report().processed() == 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExportFeed(CommitMode commit) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.clock().run();
            ExportFeedBuilder builder = ExportFeed.builder(
                            server.client().job(server.exportJob().activityId()))
                    .spool(directory.resolve("spool"))
                    .commit(commit)
                    .handler(export -> {})
                    .clock(server.clock());
            server.exportJob().publish(TestPackages.of("Customers", "ID\r\n1\r\n"));
            assertThat(builder.build().runUntilEmpty().handled()).isEqualTo(1);
            try (ExportFeed service = builder.build()) {
                service.start();
                server.exportJob().publish(TestPackages.of("Customers", "ID\r\n2\r\n"));
                await().atMost(PATIENCE).until(() -> service.report().handled() == 1);
            }
        }
    }
}

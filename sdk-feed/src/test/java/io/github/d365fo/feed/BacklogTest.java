package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many packages whose downloads are slow: no lease ends for want of a worker, however long the rest has to wait. */
@Timeout(300)
class BacklogTest {
    private static final int PACKAGES = 500;
    private static final int CONCURRENCY = 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void nothingIsDeliveredTwice(CommitMode mode) {
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            // Each delay moves the clock on for all workers. All of them take 41 minutes, which is more than a lease.
            server.faults().on(Operation.DOWNLOAD).always().inject(new Fault.Delay(Duration.ofSeconds(5)));
            for (int i = 0; i < PACKAGES; i++) {
                server.exportJob().publishTiny();
            }

            FeedReport report = ExportFeed.builder(
                            server.client().job(server.exportJob().activityId()))
                    .spool(directory)
                    .handler(export -> handled.add(export.message().correlationId()))
                    .commit(mode)
                    .concurrency(CONCURRENCY)
                    .clock(server.clock())
                    .build()
                    .runUntilEmpty();

            assertThat(report.handled()).isEqualTo(PACKAGES);
            assertThat(report.leftOver()).isEmpty();
            assertThat(handled).doesNotHaveDuplicates().hasSize(PACKAGES);
            assertThat(server.exportJob().redelivered()).isZero();
            assertThat(server.exportJob().messages()).allMatch(message -> message.deliveries() == 1);
            assertThat(server.exportJob().pending()).isZero();
        }
    }
}

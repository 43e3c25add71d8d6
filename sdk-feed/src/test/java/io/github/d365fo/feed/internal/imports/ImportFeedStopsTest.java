package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever stops a feed for good, its health, its listener and its log say what it was. */
@Timeout(120)
class ImportFeedStopsTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    @TempDir
    Path directory;

    private final List<Throwable> told = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"ENQUEUE", "MESSAGE_STATUS"})
    void isTold(Operation refused) {
        try (Inboxes world = new Inboxes(directory)) {
            world.server.faults().on(refused).nth(1).inject(new Fault.Status(403));
            world.put("a.csv", "CUSTOMERGROUPID\n10\n");
            ImportFeed feed = world.builder()
                    .request(FileRule.ofEntity("Customer groups"))
                    .listener(new FeedListener() {
                        @Override
                        public void onImportTrouble(ImportTrouble event) {
                            told.add(event.failure());
                        }
                    })
                    .build();
            feed.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> feed.health().state() == FeedState.FAILED);
            feed.close();

            assertThat(feed.health().lastError()).isPresent();
            assertThat(told).contains(feed.health().lastError().orElseThrow());
            assertThat(LOG.lines("io.github.d365fo.feed.ImportFeed"))
                    .filteredOn(line -> line.startsWith("SEVERE"))
                    .singleElement()
                    .asString()
                    .contains("stops", "a.csv");
        }
    }
}

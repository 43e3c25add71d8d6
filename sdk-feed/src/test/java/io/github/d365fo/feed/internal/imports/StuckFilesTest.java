package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.testkit.TestClock;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that nobody lets the feed put where they end fill neither its memory nor its folder. */
@Timeout(120)
class StuckFilesTest {
    private static final int MANY = Overview.MOST_UNPLACED + 500;

    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private final QuickJob job = new QuickJob(new TestClock(), Duration.ZERO);

    @Test
    void noMoreAreTakenThanABound() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            FolderPaths paths = FeedRig.beside(memory.getPath("/work"));
            paths.check();
            for (int i = 0; i < MANY; i++) {
                Files.writeString(paths.inbox().resolve(String.format("%04d.csv", i)), "rows " + i);
            }
            Path done = paths.done();
            Path away = done.resolveSibling("away");
            Files.move(done, away);
            Files.writeString(done, "in the way");
            ImportFeed feed = feed(paths);
            ImportFeedException stopped = catchThrowableOfType(ImportFeedException.class, feed::runUntilEmpty);

            assertThat(stopped).hasMessageContaining("nothing is taken from the inbox");
            assertThat(feed.health().lastError().orElseThrow()).hasMessageContaining(Overview.MOST_UNPLACED + " files");
            assertThat(feed.report().unprocessed()).isBetween((long) Overview.MOST_UNPLACED, MANY - 1L);
            assertThat(feed.health().spooled())
                    .isEqualTo(MANY - (int) feed.report().unprocessed());
            assertThat(spoken("emptying the inbox failed")).hasSize(1);

            Files.delete(done);
            Files.move(away, done);
            assertThat(feed(paths).runUntilEmpty()).isEqualTo(new ImportReport(MANY, 0, 0, 0));
            assertThat(job.arrived()).hasSize(MANY).doesNotHaveDuplicates();
        }
    }

    private ImportFeed feed(FolderPaths paths) {
        return new FeedRig(paths, job.clock()).feed(new QuickService(job).destination());
    }

    private static List<String> spoken(String words) {
        return LOG.lines("io.github.d365fo.feed.ImportFeed").stream()
                .filter(line -> line.contains(words))
                .toList();
    }
}

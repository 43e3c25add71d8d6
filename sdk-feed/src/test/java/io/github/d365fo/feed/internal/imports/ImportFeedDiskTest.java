package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail, and what others do in the feed's folders. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class ImportFeedDiskTest {
    private static final String ROWS = "CUSTOMERGROUPID\n10\n";

    @TempDir
    Path directory;

    private Inboxes world;

    @BeforeEach
    void open() {
        world = new Inboxes(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private ImportFeed feed(StepWatcher watcher) {
        Destination destination = new JobDestination(
                world.server.client().job(world.server.importJob().activityId()),
                file -> EnqueueRequest.of(Payload.ofFile(file)).entity("Customer groups"));
        return new FeedRig(FeedRig.within(world.inbox), world.server.clock())
                .watcher(watcher)
                .onResult(world.results::add)
                .feed(destination);
    }

    private ImportFeed feed() {
        return feed(StepWatcher.NONE);
    }

    /** A watcher that fails as a full disk does, at the first {@code times} of {@code step}. */
    private static StepWatcher full(String step, int times) {
        List<String> failed = new ArrayList<>();
        return at -> {
            if (at.equals(step) && failed.size() < times) {
                failed.add(at);
                Thrown.<RuntimeException>unchecked(new IOException("No space left on device"));
            }
        };
    }

    @Test
    void nothingIsSentThatCannotBeWrittenDown() {
        world.put("a.csv", ROWS);
        ImportFeed feed = feed(full("before SENDING", Integer.MAX_VALUE));
        assertThatThrownBy(feed::runUntilEmpty)
                .isInstanceOf(ImportFeedException.class)
                .hasMessageContaining("No space left");
        assertThat(world.sent()).isEmpty();
        assertThat(feed.health().lastError()).isPresent();
        assertThat(feed().runUntilEmpty().processed()).isEqualTo(1);
    }

    @Test
    void aFullDiskAfterTheSendingIsNoDoubt() {
        world.put("a.csv", ROWS);
        assertThat(feed(full("before SENT", 3)).runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void aFullDiskWhileTakingLeavesTheFileInTheInbox() {
        world.put("a.csv", ROWS);
        ImportFeed feed = feed(full("before taking", Integer.MAX_VALUE));
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
        assertThat(world.files("")).contains("a.csv");
        assertThat(feed(full("before TAKEN", 2)).runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void aFullDiskAtTheEndSendsNothingAgain() {
        for (String step : List.of("before note", "before PLACING", "before move", "between names", "before PLACED")) {
            world.put("a.csv", ROWS);
            assertThat(feed(full(step, 3)).runUntilEmpty().processed()).as(step).isEqualTo(1);
        }
        assertThat(world.sent()).hasSize(5);
        assertThat(world.files("done")).hasSize(5);
        world.assertNothingTaken();
    }

    @Test
    void aReportOfAnEarlierProcessIsWrittenWithItsRows() {
        world.server.importJob().endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("17", "No account 4711")));
        world.put("a.csv", ROWS);
        ImportFeed feed = feed(full("before note", Integer.MAX_VALUE));
        assertThatThrownBy(feed::runUntilEmpty)
                .isInstanceOf(ImportFeedException.class)
                .hasMessageContaining("No space left");
        assertThat(feed().runUntilEmpty().failed()).isEqualTo(1);
        assertThat(world.read("failed/a.csv.report.txt")).contains("No account 4711");
    }

    @Test
    void aFullDiskWhileCleaningUpIsNoLoss() {
        world.put("a.csv", ROWS);
        ImportFeed feed = feed(full("before cleaning up", 1));
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(UncheckedIOException.class);
        assertThat(feed().runUntilEmpty().processed()).isEqualTo(1);
    }

    @Test
    void aDoneFolderThatCannotBeWrittenSendsNothingAgain() throws IOException {
        world.put("a.csv", ROWS);
        ImportFeed feed = feed();
        Files.writeString(world.inbox.resolve("done"), "in the way");
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
        assertThat(feed.health().lastError()).isPresent();
        assertThat(feed.report().unprocessed()).isEqualTo(1);
        Files.delete(world.inbox.resolve("done"));
        assertThat(feed().runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.read("done/a.csv")).isEqualTo(ROWS);
        assertThat(world.sent()).hasSize(1);
        assertThat(world.results).hasSize(1);
    }

    @Test
    void aNameThatIsTakenAtTheLastMomentIsNotOverwritten() {
        world.put("a.csv", ROWS);
        StepWatcher other = step -> {
            if (step.equals("after PLACING")) {
                world.put("done/a.csv", "somebody else's");
            }
        };
        assertThat(feed(other).runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.read("done/a.csv")).isEqualTo("somebody else's");
        assertThat(world.read("done/a-2.csv")).isEqualTo(ROWS);
    }

    @Test
    void aReportThatIsTakenAtTheLastMomentIsNotOverwritten() {
        world.put("a.csv", "");
        StepWatcher other = step -> {
            if (step.equals("after PLACING")) {
                world.put("failed/a.csv.report.txt", "somebody else's");
            }
        };
        assertThat(feed(other).runUntilEmpty().failed()).isEqualTo(1);
        assertThat(world.read("failed/a.csv.report.txt")).isEqualTo("somebody else's");
        assertThat(world.read("failed/a.csv.report-2.txt")).contains("empty");
    }

    @Test
    void aFileThatVanishesFromTheInboxIsNoTrouble() throws IOException {
        Path file = world.put("a.csv", ROWS);
        StepWatcher thief = step -> {
            if (step.equals("before taking")) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        ImportFeed feed = feed(thief);
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(0, 0, 0, 0));
        assertThat(feed.health().lastError()).isEmpty();
        world.assertNothingTaken();
    }

    @Test
    void aTakenFileThatVanishesIsReported() throws IOException {
        world.put("a.csv", ROWS);
        StepWatcher thief = step -> {
            if (step.equals("after taking")) {
                for (String name : world.files(".taken")) {
                    try {
                        Files.delete(world.inbox.resolve(".taken").resolve(name));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
        assertThat(feed(thief).runUntilEmpty().failed()).isEqualTo(1);
        assertThat(world.read("failed/a.csv.report.txt")).contains("gone");
    }

    @Test
    void aTornEndOfTheJournalIsCutOff() throws IOException {
        world.put("a.csv", ROWS);
        feed().runUntilEmpty();
        Files.write(log(), new byte[100], StandardOpenOption.APPEND);
        world.put("b.csv", ROWS);
        assertThat(feed().runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.sent()).hasSize(2);
    }

    @Test
    void aJournalThatIsDamagedInTheMiddleIsRefused() throws IOException {
        world.put("a.csv", ROWS);
        feed().runUntilEmpty();
        String text = Files.readString(log());
        Files.writeString(log(), text.replaceFirst("TAKEN", "TAKEM"));
        ImportFeed feed = feed();
        assertThatThrownBy(feed::start).isInstanceOf(UncheckedIOException.class).hasMessageContaining("damaged");
        feed.close();
        Files.writeString(log(), text, StandardCharsets.UTF_8);
        assertThat(feed().runUntilEmpty()).isEqualTo(new ImportReport(0, 0, 0, 0));
    }

    @Test
    void aFileThatNoJournalKnowsIsInDoubt() throws IOException {
        world.put(".taken/file-1/usmf/a.csv", ROWS);
        ImportFeed feed = feed();
        assertThat(feed.runUntilEmpty().inDoubt()).isEqualTo(1);
        assertThat(world.sent()).isEmpty();
        assertThat(world.read("in-doubt/usmf/a.csv.in-doubt.txt")).contains("file-1", "unless your request function");
        assertThat(feed.inDoubt().get(0).externalId()).isEmpty();
    }

    @Test
    void anInboxThatIsAwayIsTriedAgain() throws IOException {
        ImportFeed feed = feed();
        world.put("a.csv", ROWS);
        feed.inDoubt();
        Path away = directory.resolve("away");
        Files.move(world.inbox, away);
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
        Files.move(away, world.inbox);
        assertThat(feed().runUntilEmpty().processed()).isEqualTo(1);
    }

    private Path log() {
        return world.inbox.resolve(".journal/imports.log");
    }
}

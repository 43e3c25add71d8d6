package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.internal.files.ForcedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportJournalTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final Ending DONE = new Ending(ImportPlace.DONE, "a.csv", ImportState.SUCCEEDED, Optional.empty());
    private static final Ending DOUBT =
            new Ending(ImportPlace.IN_DOUBT, "a.csv", ImportState.UNKNOWN, Optional.empty());

    @TempDir
    Path directory;

    private FolderPaths paths;

    @BeforeEach
    void folders() throws IOException {
        paths = new FolderPaths(
                directory,
                directory.resolve("done"),
                directory.resolve("failed"),
                directory.resolve("doubt"),
                directory.resolve("journal"));
        paths.check();
    }

    private ImportJournal open() throws IOException {
        return ImportJournal.open(paths, StepWatcher.NONE);
    }

    private Path log() {
        return directory.resolve("journal/imports.log");
    }

    @Test
    void entriesKeepTheirOrderAndTheirLastStage() throws IOException {
        try (ImportJournal journal = open()) {
            for (String id : List.of("b", "a", "c")) {
                journal.record(FileEntry.taken(id, id, NOW));
            }
            journal.record(FileEntry.taken("b", "b", NOW).placing(DONE, NOW));
            journal.record(FileEntry.taken("a", "a", NOW).dropped(NOW));
        }
        try (ImportJournal journal = open()) {
            assertThat(journal.entries()).extracting(FileEntry::id).containsExactly("b", "c");
            assertThat(journal.entries().get(0).stage()).isEqualTo(Stage.PLACING);
        }
    }

    @Test
    void whatIsOverIsKeptForTwoWeeksAndThenLeftOut() throws IOException {
        try (ImportJournal journal = open()) {
            journal.record(FileEntry.taken("over", "a", NOW).placing(DONE, NOW).placed(NOW));
            journal.record(
                    FileEntry.taken("doubt", "a", NOW).placing(DOUBT, NOW).placed(NOW));
            journal.record(FileEntry.taken("taken", "a", NOW));
            journal.cleanUp(NOW.plus(ImportJournal.KEPT));
            assertThat(journal.entries()).hasSize(3);
            journal.cleanUp(NOW.plus(ImportJournal.KEPT).plus(Duration.ofHours(23)));
            assertThat(journal.entries()).hasSize(3);
            journal.cleanUp(NOW.plus(ImportJournal.KEPT).plus(Duration.ofDays(1)));
            assertThat(journal.entries()).extracting(FileEntry::id).containsExactly("doubt", "taken");
        }
        try (ImportJournal journal = open()) {
            assertThat(journal.entries()).extracting(FileEntry::id).containsExactly("doubt", "taken");
        }
    }

    @Test
    void theJournalDoesNotGrowForEver() throws IOException {
        try (ImportJournal journal = open()) {
            long most = 0;
            for (int day = 0; day < 100; day++) {
                Instant now = NOW.plus(Duration.ofDays(day));
                for (int file = 0; file < 5; file++) {
                    FileEntry entry = FileEntry.taken(day + "-" + file, "a", now);
                    journal.record(entry);
                    journal.record(entry.placing(DONE, now));
                    journal.record(entry.placing(DONE, now).placed(now));
                }
                journal.cleanUp(now);
                most = Math.max(most, Files.size(log()));
                if (day == 20) {
                    most = Files.size(log()) + 2000;
                }
            }
            assertThat(Files.size(log())).isLessThan(most);
            assertThat(journal.entries()).hasSizeLessThan(90);
        }
    }

    @Test
    void aJournalOfAnotherVersionIsRefused() throws IOException {
        try (ForcedLog log = ForcedLog.open(log(), fields -> {})) {
            log.append(List.of("2", "what comes later"));
        }
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("another version");
        Files.delete(log());
        open().close();
    }

    @Test
    void oneFeedAtATimeHasTheJournalAndTheInbox() throws IOException {
        try (ImportJournal journal = open()) {
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use");
            assertThat(journal.entries()).isEmpty();
        }
        open().close();
    }
}

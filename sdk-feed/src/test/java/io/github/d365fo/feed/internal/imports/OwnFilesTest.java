package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A feed is handed files that are its own. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class OwnFilesTest {
    @TempDir
    Path directory;

    private final QuickJob job = new QuickJob();
    private FolderPaths paths;

    @BeforeEach
    void makeFolders() throws IOException {
        paths = FeedRig.beside(directory);
        paths.check();
    }

    @AfterEach
    void nothingWasSent() {
        assertThat(job.arrived()).isEmpty();
    }

    private ImportFeed feed(FolderPaths in) {
        return new FeedRig(in, job.clock()).feed(new QuickService(job).destination());
    }

    /** Where a feed keeps files of its own. */
    enum Own {
        DONE,
        FAILED,
        IN_DOUBT,
        JOURNAL,
        TAKEN;

        Path of(FolderPaths paths) {
            return switch (this) {
                case DONE -> paths.done();
                case FAILED -> paths.failed();
                case IN_DOUBT -> paths.inDoubt();
                case JOURNAL -> paths.journal();
                case TAKEN -> paths.taken();
            };
        }
    }

    private static Path put(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "rows");
    }

    private static void assertRefused(ImportFeed feed, Path file, Path folder) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> feed.submit(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(folder.toRealPath().toString())
                .hasMessageContaining("own");
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @EnumSource
    void areRefusedWhicheverWayLeadsThere(Own own) throws IOException {
        Path folder = own.of(paths);
        Path file = put(folder, "a.csv");
        Path deep = put(folder, "usmf/b.csv");
        Path linkToFile = Files.createSymbolicLink(directory.resolve("link.csv"), file);
        Path linkToFolder = Files.createSymbolicLink(directory.resolve("links"), folder);
        Path around = paths.inbox().resolve("x/../..").resolve(directory.relativize(file));
        Files.createDirectories(paths.inbox().resolve("x"));
        try (ImportFeed feed = feed(paths)) {
            for (Path each : List.of(file, deep, linkToFile, linkToFolder.resolve("a.csv"), around)) {
                assertRefused(feed, each, folder);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void areRefusedIfTheFolderItselfIsALink(Own own) throws IOException {
        Path real = Files.createDirectories(directory.resolve("real"));
        FolderPaths linked = FeedRig.within(directory.resolve("other"));
        Files.createDirectories(linked.inbox());
        Path folder = own.of(linked);
        Files.createSymbolicLink(folder, real);
        linked.check();
        Path file = put(real, "a.csv");
        try (ImportFeed feed = feed(linked)) {
            assertRefused(feed, file, real);
            assertRefused(feed, folder.resolve("a.csv"), real);
        }
    }

    @Test
    void areRefusedWhileTheFeedRuns() throws IOException {
        try (ImportFeed feed = feed(paths)) {
            feed.inDoubt();
            assertRefused(feed, paths.journal().resolve("imports.log"), paths.journal());
            assertRefused(feed, paths.taken().resolve(".lock"), paths.taken());
            feed.submit(put(directory, "mine.csv"));
            Path taken = paths.taken().resolve(Inboxes.files(paths.taken()).get(0));
            assertRefused(feed, taken, paths.taken());
        }
    }

    @Test
    void areNotThoseOfTheInboxOrOfAFolderWithASimilarName() throws IOException {
        try (ImportFeed feed = feed(paths)) {
            Path inInbox = put(paths.inbox(), "usmf/a.csv");
            Path similar = put(directory.resolve("done2"), "b.csv");
            feed.submit(inInbox);
            feed.submit(similar);
            assertThat(inInbox).doesNotExist();
            assertThat(similar).doesNotExist();
        }
    }
}

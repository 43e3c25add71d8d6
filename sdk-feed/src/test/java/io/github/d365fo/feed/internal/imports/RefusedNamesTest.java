package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportResult;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where files end, a file system may refuse names that the inbox's has, such as those with a colon. */
@Timeout(60)
@ExtendWith(CapturedLog.class)
class RefusedNamesTest {
    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final HookedFiles files = new HookedFiles(memory, this::refuse);
    private final FolderPaths paths = FeedRig.beside(files.path("/work"));
    private final QuickJob job = new QuickJob();
    private final List<ImportResult> results = new ArrayList<>();
    private boolean writable = true;

    private void refuse(HookedFiles.Change change, Path file) throws IOException {
        boolean ends = !file.startsWith(paths.inbox()) && !file.startsWith(paths.journal());
        if (ends && (!writable || file.toString().contains(":"))) {
            throw new FileSystemException(file.toString(), null, "Invalid argument");
        }
    }

    @BeforeEach
    void makeFolders() throws IOException {
        paths.check();
    }

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    @ParameterizedTest
    @CsvSource({
        "usmf/a:1.csv, rows, DONE",
        "us:mf/a.csv, rows, DONE",
        "us:mf/2026:01/a:1.csv, rows, DONE",
        "a:1.csv, '', FAILED",
        "us:mf/a.csv, '', FAILED",
        "us:mf/a:1.csv, lost, IN_DOUBT"
    })
    void aRefusedNameGivesWayToTheId(String name, String content, ImportPlace place) throws IOException {
        Path file = paths.inbox().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        if (place == ImportPlace.IN_DOUBT) {
            job.failNext(0);
        }
        try (ImportFeed feed = feed()) {
            feed.runUntilEmpty();
        }
        ImportResult result = results.get(0);
        assertThat(result.place()).isEqualTo(place);
        assertThat(result.source()).isEqualTo(name);
        assertThat(result.file()).isEqualTo(paths.of(place).resolve(result.id() + ".csv"));
        assertThat(Files.readString(result.file())).isEqualTo(content);
        if (place != ImportPlace.DONE) {
            assertThat(Inboxes.files(paths.of(place))).hasSize(2).allMatch(each -> each.startsWith(result.id()));
        }
        assertThat(Inboxes.files(paths.taken())).isEmpty();
        assertThat(job.arrived()).hasSizeLessThanOrEqualTo(1);
    }

    private ImportFeed feed() {
        return new FeedRig(paths, job.clock()).onResult(results::add).feed(new QuickService(job).destination());
    }

    @Test
    void aFolderThatRefusesAllNamesRefusesNone() {
        assertThat(RefusedNames.isRefused(paths.done().resolve("a:1.csv"))).isTrue();
        assertThat(RefusedNames.isRefused(paths.done().resolve("a.csv"))).isFalse();
        writable = false;
        assertThat(RefusedNames.isRefused(paths.done().resolve("a:1.csv"))).isFalse();
    }

    @Test
    void aLookLeavesNothingBehind() {
        for (String name : List.of("a.csv", "a:1.csv", "usmf/a.csv", "us:mf/a.csv")) {
            RefusedNames.isRefused(paths.done().resolve(name));
        }
        assertThat(Inboxes.files(paths.done())).isEmpty();
        assertThat(paths.done()).isDirectoryNotContaining(each -> Files.isDirectory(each));
    }

    @Test
    void nothingIsRefusedWhereSomethingIsInTheWay() throws IOException {
        Files.writeString(paths.done().resolve("usmf"), "in the way");
        assertThat(RefusedNames.isRefused(paths.done().resolve("usmf/a:1.csv"))).isFalse();
        assertThat(RefusedNames.isRefused(paths.done().resolve("usmf"))).isFalse();
    }
}

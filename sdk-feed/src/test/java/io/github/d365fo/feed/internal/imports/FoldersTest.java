package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.ImportPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @TempDir
    Path directory;

    private FolderPaths paths = new FolderPaths(Path.of("a"), Path.of("b"), Path.of("c"), Path.of("d"), Path.of("e"));

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

    private static Ending ending(ImportPlace place) {
        return new Ending(place, "a.csv", ImportState.UNKNOWN, Optional.empty());
    }

    @Test
    void aNameIsPromisedOnceUntilItIsGivenUp() {
        Folders folders = new Folders(paths, StepWatcher.NONE);
        Ending first = folders.promise(ending(ImportPlace.DONE));
        assertThat(first.name()).isEqualTo("a.csv");
        assertThat(folders.promise(ending(ImportPlace.DONE)).name()).isEqualTo("a-2.csv");
        assertThat(folders.promise(ending(ImportPlace.FAILED)).name()).isEqualTo("a.csv");
        folders.release(FileEntry.taken("one", "a.csv", NOW).placing(first, NOW));
        assertThat(folders.promise(ending(ImportPlace.DONE)).name()).isEqualTo("a.csv");
    }

    @Test
    void aNameIsTakenIfItsNoteIs() throws IOException {
        Folders folders = new Folders(paths, StepWatcher.NONE);
        Files.writeString(directory.resolve("failed/a.csv.report.txt"), "a file that came under that name");
        assertThat(folders.promise(ending(ImportPlace.FAILED)).name()).isEqualTo("a-2.csv");
        assertThat(folders.promise(ending(ImportPlace.DONE)).name()).isEqualTo("a.csv");
    }

    @Test
    void namesOfAnEarlierProcessAreKept() {
        Folders folders = new Folders(paths, StepWatcher.NONE);
        FileEntry doubt = FileEntry.taken("one", "a.csv", NOW).placing(ending(ImportPlace.IN_DOUBT), NOW);
        folders.reserve(doubt);
        assertThat(folders.promise(ending(ImportPlace.IN_DOUBT)).name()).isEqualTo("a-2.csv");
        folders.reserve(doubt.returning(NOW));
        assertThat(folders.promise(ending(ImportPlace.IN_DOUBT)).name()).isEqualTo("a-3.csv");
        folders.release(doubt.returning(NOW));
        assertThat(folders.promise(ending(ImportPlace.IN_DOUBT)).name()).isEqualTo("a.csv");
    }

    @Test
    void aDirectoryInWhichSomebodyPutSomethingStays() throws IOException {
        Folders folders = new Folders(paths, StepWatcher.NONE);
        FileEntry entry = FileEntry.taken("one", "usmf/a.csv", NOW);
        folders.take(Files.writeString(directory.resolve("a.csv"), "rows"), entry);
        Path other = Files.writeString(directory.resolve(".taken/one/other.txt"), "mine");
        Ending done = folders.promise(ending(ImportPlace.DONE));
        folders.place(entry.placing(done, NOW), done);
        assertThat(directory.resolve("done/a.csv")).hasContent("rows");
        assertThat(other).hasContent("mine");
        assertThat(directory.resolve(".taken/one/usmf")).doesNotExist();
    }

    @Test
    void aFileInPlaceOfAFolderIsNamedAsOne() throws IOException {
        Files.writeString(directory.resolve("file"), "in the way");
        FolderPaths wrong = new FolderPaths(
                paths.inbox(), directory.resolve("file"), paths.failed(), paths.inDoubt(), paths.journal());
        assertThatThrownBy(wrong::check).isInstanceOf(IOException.class).hasMessageContaining("file is a file");
    }
}

package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovesTest {
    @TempDir
    Path directory;

    private final Moves moves = new Moves(StepWatcher.NONE);
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("a.csv"), "rows");
    }

    /** Moves whose process ends between the two names of the file. */
    private static Moves cutShort() {
        return new Moves(step -> {
            if (step.equals("between names")) {
                throw new IllegalStateException("cut");
            }
        });
    }

    @Test
    void aFileGetsItsNewNameWithItsDirectories() throws IOException {
        Path to = directory.resolve("done/usmf/a.csv");
        moves.move(file, to);
        assertThat(to).hasContent("rows");
        assertThat(file).doesNotExist();
    }

    @Test
    void aMoveThatWasCutShortIsFinishedByMakingItAgain() throws IOException {
        Path to = directory.resolve("done/a.csv");
        assertThatThrownBy(() -> cutShort().move(file, to)).hasMessage("cut");
        assertThat(file).exists();
        moves.move(file, to);
        assertThat(to).hasContent("rows");
        assertThat(file).doesNotExist();
    }

    @Test
    void aNameThatAnotherFileHasIsRefused() throws IOException {
        Path to = Files.writeString(directory.resolve("b.csv"), "other");
        assertThatThrownBy(() -> moves.move(file, to)).isInstanceOf(NameTakenException.class);
        assertThat(file).hasContent("rows");
        assertThat(to).hasContent("other");
        Path folder = Files.createDirectory(directory.resolve("c.csv"));
        assertThatThrownBy(() -> moves.move(file, folder)).isInstanceOf(NameTakenException.class);
    }

    /** Shared memory is another file system on Linux; elsewhere there is none to be sure of. */
    @Nested
    class OtherFileSystem {
        private Path other = Path.of("");

        @BeforeEach
        void find() throws IOException {
            Path memory = Path.of("/dev/shm");
            assumeThat(memory).isDirectory();
            assumeThat(Files.isWritable(memory)).isTrue();
            assumeThat(Files.getFileStore(memory)).isNotEqualTo(Files.getFileStore(directory));
            other = Files.createTempDirectory(memory, "moves");
        }

        @AfterEach
        void delete() throws IOException {
            if (Files.isDirectory(other) && other.isAbsolute()) {
                for (String name : Inboxes.files(other)) {
                    Files.delete(other.resolve(name));
                }
                Files.deleteIfExists(other.resolve(".d365fo-import-feed"));
                Files.delete(other);
            }
        }

        @Test
        void aFileIsCopiedAndThenDeleted() throws IOException {
            Path to = other.resolve("a.csv");
            moves.move(file, to);
            assertThat(to).hasContent("rows");
            assertThat(file).doesNotExist();
            assertThat(Inboxes.files(other)).containsExactly("a.csv");
        }

        @Test
        void aCopyThatWasCutShortIsFinished() throws IOException {
            Path to = other.resolve("a.csv");
            assertThatThrownBy(() -> cutShort().move(file, to)).hasMessage("cut");
            assertThat(file).exists();
            assertThat(to).hasContent("rows");
            moves.move(file, to);
            assertThat(file).doesNotExist();
            assertThat(to).hasContent("rows");
        }

        @Test
        void aFileIsTakenFromThere() throws IOException {
            Path there = Files.writeString(other.resolve("b.csv"), "more");
            Path here = directory.resolve("b.csv");
            assertThatThrownBy(() -> cutShort().take(there, here)).hasMessage("cut");
            assertThat(Moves.isCopy(there, here)).isTrue();
            Files.delete(here);
            moves.take(there, here);
            assertThat(here).hasContent("more");
            assertThat(there).doesNotExist();
            assertThat(Moves.isCopy(there, here)).isFalse();
        }

        @Test
        void aFileOfTheSameFileSystemIsNoCopy() throws IOException {
            Path same = Files.copy(file, directory.resolve("same.csv"));
            assertThat(Moves.isCopy(file, same)).isFalse();
        }

        @Test
        void doneMayBeOnAnotherFileSystem() throws IOException {
            try (Inboxes world = new Inboxes(directory)) {
                world.put("orders.csv", "CUSTOMERGROUPID\n10\n");
                world.builder()
                        .request(io.github.d365fo.feed.FileRule.ofEntity("Customer groups"))
                        .done(other)
                        .build()
                        .runUntilEmpty();
                assertThat(Inboxes.files(other)).containsExactly("orders.csv");
                world.assertNothingTaken();
            }
        }
    }
}

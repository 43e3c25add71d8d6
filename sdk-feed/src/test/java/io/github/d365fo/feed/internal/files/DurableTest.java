package io.github.d365fo.feed.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableTest {
    @TempDir
    Path directory;

    @Test
    void writesANewFileOrAnother() throws IOException {
        Path file = directory.resolve("file");

        Durable.write(file, bytes("old"));
        assertThat(file).hasContent("old");
        Durable.write(file, bytes("new one"));
        assertThat(file).hasContent("new one");

        assertThat(Durable.beside(file)).doesNotExist();
    }

    @Test
    void takesThePlaceOfWhatACutLeft() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(Durable.beside(file), "something longer that was never finished");

        Durable.write(file, bytes("new"));

        assertThat(file).hasContent("new");
    }

    @Test
    void leavesTheOldFileIfItFails() throws IOException {
        Path file = directory.resolve("file");
        Durable.write(file, bytes("old"));
        Files.createDirectory(Durable.beside(file));

        assertThatThrownBy(() -> Durable.write(file, bytes("new"))).isInstanceOf(IOException.class);

        assertThat(file).hasContent("old");
    }

    @Test
    void deletesWhatWasBegunAndFailed() {
        Path file = directory.resolve("file");

        assertThatThrownBy(() -> Durable.orDiscard(file, () -> {
                    Files.writeString(file, "a part");
                    throw new IOException("made up");
                }))
                .hasMessage("made up");
        assertThatThrownBy(() -> Durable.orDiscard(file, () -> {
                    Files.writeString(file, "a part");
                    throw new IllegalStateException("made up");
                }))
                .hasMessage("made up");

        assertThat(file).doesNotExist();
    }

    @Test
    void saysWhatItCouldNotDelete() {
        assertThatThrownBy(() -> Durable.orDiscard(directory.resolve("d"), () -> {
                    Files.createDirectories(directory.resolve("d/below"));
                    throw new IOException("made up");
                }))
                .hasMessage("made up")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void writesUnderAnInterrupt() throws IOException {
        Path file = directory.resolve("file");
        Thread.currentThread().interrupt();
        try {
            Durable.write(file, bytes("new"));
            Durable.force(file);
            Durable.forceDirectory(directory);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasContent("new");
    }

    @Test
    void makesDirectories() throws IOException {
        Path deep = directory.resolve("a/b/c");

        Durable.createDirectories(deep);
        Durable.createDirectories(deep);

        assertThat(deep).isDirectory();
    }

    @Test
    void takesALinkToADirectoryForOne() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        Durable.createDirectories(link);
        Durable.createDirectories(link.resolve("below"));

        assertThat(target.resolve("below")).isDirectory();
    }

    @Test
    void refusesAFileForADirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Durable.createDirectories(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Durable.createDirectories(file.resolve("below")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void cannotForceWhatIsNotThere() {
        assertThatThrownBy(() -> Durable.force(directory.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

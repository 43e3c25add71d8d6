package io.github.d365fo.connector.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.Tmpfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that appears whole or not at all, whatever the file system and an interrupt do. */
class PartFileTest extends TargetDirectory {
    @Test
    void aWholeFileAppearsAndNothingElse() throws IOException {
        try (PartFile part = PartFile.open(target)) {
            assertThat(names(directory)).hasSize(2).allMatch(name -> name.startsWith(".d365fo-"));
            part.write(bytes("whole"), 0);
            part.appear();
        }
        assertThat(target).hasContent("whole");
        assertThat(names(directory)).containsExactly("target.zip");
    }

    @Test
    void anEndOfAnyKindLeavesNothing() throws IOException {
        Files.writeString(target, "precious");
        PartFile part = PartFile.open(target);
        part.write(bytes("other"), 0);
        assertThatThrownBy(part::appear).isInstanceOf(FileAlreadyExistsException.class);
        part.close();
        part.close();
        assertThat(target).hasContent("precious");
        assertThat(names(directory)).containsExactly("target.zip");
    }

    /** Whatever the file system can or cannot do. */
    @Nested
    class Peculiarities {
        @Test
        void aFileAppearsWithoutHardLinks() throws IOException {
            Configuration simple = Configuration.unix().toBuilder()
                    .setSupportedFeatures(Feature.FILE_CHANNEL, Feature.SYMBOLIC_LINKS)
                    .build();
            try (FileSystem system = Jimfs.newFileSystem(simple)) {
                Path place = Files.createDirectory(system.getPath("/exports"));
                try (PartFile part = PartFile.open(place.resolve("a.zip"))) {
                    part.write(bytes("whole"), 0);
                    part.appear();
                }
                assertThat(place.resolve("a.zip")).hasContent("whole");
                try (PartFile part = PartFile.open(place.resolve("a.zip"))) {
                    assertThatThrownBy(part::appear).isInstanceOf(FileAlreadyExistsException.class);
                }
                try (Stream<Path> content = Files.list(place)) {
                    assertThat(content).hasSize(1);
                }
            }
        }

        @Test
        void aFileMayAppearInAZip() throws IOException {
            try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
                Path inner = zip.getPath("/target.zip");
                try (PartFile part = PartFile.open(inner)) {
                    assertThatThrownBy(() -> PartFile.open(inner)).hasMessageContaining("another call in this process");
                    part.write(bytes("whole"), 0);
                    part.appear();
                }
                try (PartFile part = PartFile.open(inner)) {
                    assertThatThrownBy(part::appear).isInstanceOf(FileAlreadyExistsException.class);
                }
                assertThat(Files.readString(inner)).isEqualTo("whole");
                try (Stream<Path> content = Files.list(zip.getPath("/"))) {
                    assertThat(content).hasSize(1);
                }
            }
        }

        @Test
        void namesOfEveryKindWillDo() throws Exception {
            for (String name : List.of(
                    "a".repeat(255),
                    "ä".repeat(127),
                    "a b\n\t'\"*?.zip",
                    "-rf",
                    "...",
                    "Ünïcödé 客户 😀.zip",
                    ".d365fo-",
                    Names.lock("x"),
                    PART)) {
                // In the C locale Java knows no other letters.
                if (Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode(name)) {
                    writeAndDelete(directory.resolve(name));
                }
            }
            // A name that is no text: bytes that no encoding gives.
            Path odd = directory.resolve("odd");
            Files.createDirectory(odd);
            assertThat(new ProcessBuilder("sh", "-c", "touch \"$0\"/$(printf 'a\\377\\376b.zip')", odd.toString())
                            .start()
                            .waitFor())
                    .isZero();
            Path bytes;
            try (Stream<Path> content = Files.list(odd)) {
                bytes = content.findAny().orElseThrow();
            }
            writeAndDelete(bytes);
            assertThat(names(odd)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "", ".", "..", "none/a.zip", "file/a.zip"})
        void namesOfNothingAreRefused(String name) throws IOException {
            Files.writeString(directory.resolve("file"), "precious");
            Path path = name.equals("/") ? Path.of("/") : name.isEmpty() ? Path.of("") : directory.resolve(name);
            assertThatThrownBy(() -> {
                        try (PartFile part = PartFile.open(path)) {
                            part.replace();
                        }
                    })
                    .isInstanceOf(FileSystemException.class);
            assertThat(names(directory)).containsExactly("file");
        }

        @Test
        void aMissingDirectoryFails() {
            assertThatThrownBy(() -> PartFile.open(directory.resolve("none/a.zip")))
                    .isInstanceOf(NoSuchFileException.class);
        }

        /** Full before it begins, full in the middle, full of names. */
        @ParameterizedTest
        @ValueSource(
                strings = {"size=4k", "size=8k", "size=16k", "size=64k", "nr_inodes=2", "nr_inodes=3", "nr_inodes=4"})
        void aFullDiskLeavesNothing(String options) throws IOException {
            try (Tmpfs disk = Tmpfs.at(directory, options)) {
                Files.writeString(directory.resolve("precious"), "precious");
                Map<String, String> before = snapshot();
                boolean whole = false;
                try (PartFile part = PartFile.open(target)) {
                    part.write(ByteBuffer.allocate(100_000), 0);
                    part.appear();
                    whole = true;
                } catch (FileSystemException e) {
                    assertThat(e).hasMessageContaining("No space left");
                } catch (IOException e) {
                    assertThat(e).hasMessage("No space left on device");
                }
                assertThat(whole).isEqualTo(options.equals("nr_inodes=4"));
                Files.deleteIfExists(target);
                assertThat(snapshot()).isEqualTo(before);
                disk.remount("size=1m,nr_inodes=100");
                writeAndDelete(target);
            }
        }

        @Test
        void aReadOnlyDirectoryFails() throws IOException {
            try (Tmpfs disk = Tmpfs.at(directory, "size=64k")) {
                disk.remount("ro");
                assertThatThrownBy(() -> PartFile.open(target))
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageContaining("Read-only");
                disk.remount("rw");
                assertThat(names(directory)).isEmpty();
            }
        }
    }

    /** An interrupt leaves nothing and is kept. */
    @Nested
    class Interrupts {
        /** An interrupt closes the channel that it strikes, at any moment. */
        @Test
        void anInterruptAtAnyMomentLeavesNothing() throws Exception {
            Random random = new Random(7);
            int whole = 0;
            for (int round = 0; round < 150; round++) {
                Thread writer = new Thread(PartFileTest.this::writeOnce);
                writer.start();
                long until = System.nanoTime() + random.nextInt(10_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                writer.interrupt();
                writer.join();
                whole += Files.deleteIfExists(target) ? 1 : 0;
                assertThat(names(directory)).as("round %s", round).isEmpty();
            }
            System.out.printf("150 writers interrupted, %d of them at their end, nothing left%n", whole);
        }

        @Test
        void anInterruptedThreadStaysInterrupted() throws IOException {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> PartFile.open(target)).isInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(names(directory)).isEmpty();
            try (PartFile part = PartFile.open(target)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> part.write(bytes("x"), 0)).isInstanceOf(ClosedByInterruptException.class);
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(names(directory)).isEmpty();
        }
    }

    private void writeOnce() {
        try (PartFile part = PartFile.open(target)) {
            part.write(ByteBuffer.allocate(100_000), 0);
            part.appear();
        } catch (IOException e) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }
}

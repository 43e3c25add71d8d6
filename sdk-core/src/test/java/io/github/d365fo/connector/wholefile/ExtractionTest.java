package io.github.d365fo.connector.wholefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataPackageWriter;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.support.ChildJvm;
import io.github.d365fo.connector.support.Tmpfs;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A package is unpacked whole and alone, or not at all. */
@Timeout(180)
class ExtractionTest {
    private static final int KILLS = Integer.getInteger("wholefile.kills", 3);
    private static final int FILES = 120;
    private static final String LOCK = ".d365fo-extraction.lock";
    private static final String JOURNAL = "Unfinished files of the D365 F&O SDK. It deletes this file and those named"
            + " here.\n0123456789abcdef0123456789abcdef\n";

    @TempDir
    Path directory;

    private Path file;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("package.zip");
        out = directory.resolve("out");
        DataPackageWriter writer = Contents.writer(1, DataSource.ofBytes(Contents.noise(1)));
        for (int i = 0; i < FILES; i++) {
            writer = writer.file("Resources/Customers/" + i % 20 + "/" + i, DataSource.ofBytes(Contents.noise(i)));
        }
        writer.writeTo(file);
    }

    /** Killed at any moment; the next one clears what was made and nothing else. */
    @Test
    void aKilledProcessIsClearedUpAfter() throws IOException {
        Random random = new Random(1);
        int half = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm child = new ChildJvm(ExtractionProcess.class, file.toString(), out.toString())) {
                child.expect("READY");
                int wanted = random.nextInt(FILES);
                while (count() < wanted) {
                    Thread.onSpinWait();
                }
                child.kill();
            }
            half += Files.exists(out.resolve(LOCK)) ? 1 : 0;
            if (Files.exists(out.resolve(LOCK))) {
                Path mine = Files.writeString(out.resolve("mine.txt"), "precious");
                assertThatThrownBy(this::extract).isInstanceOf(DirectoryNotEmptyException.class);
                assertThat(snapshot()).containsOnlyKeys("mine.txt");
                Files.delete(mine);
                extract();
            }
            assertWhole();
            delete();
        }
        System.out.printf("%d of %d processes killed in the middle of unpacking, all cleared up after%n", half, KILLS);
    }

    @Test
    void anExtractionNeedsAnEmptyDirectory() throws IOException {
        Files.createDirectory(out);
        Files.writeString(out.resolve("mine.txt"), "precious");
        assertThatThrownBy(this::extract).isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(snapshot()).containsOnlyKeys("mine.txt");
        Files.delete(out.resolve("mine.txt"));
        extract();
        assertThatThrownBy(this::extract).isInstanceOf(DirectoryNotEmptyException.class);
        assertWhole();
    }

    /** Whoever can write to the directory can write a lock file that names what is not ours. */
    @Test
    void whatALockFileNamesIsDeletedOnlyInside() throws IOException {
        Files.createDirectories(out);
        Path precious = Files.writeString(
                Files.createDirectory(directory.resolve("precious")).resolve("a"), "precious");
        Files.createSymbolicLink(out.resolve("link"), precious.getParent());
        Files.writeString(
                out.resolve(LOCK),
                JOURNAL + "../precious/a\n" + precious + "\nlink/a\nlink\n..\n.\n\n../out/../precious/a\n");
        assertThatThrownBy(this::extract).isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(precious).hasContent("precious");
        assertThat(out.resolve("link")).isSymbolicLink();
    }

    @Test
    void aFullDiskLeavesNothing() throws IOException {
        Files.createDirectory(out);
        try (Tmpfs disk = Tmpfs.at(out, "size=1m")) {
            assertThatThrownBy(this::extract).isInstanceOf(IOException.class).hasMessageContaining("No space left");
            assertThat(out).isEmptyDirectory();
            disk.remount("size=64m");
            extract();
            assertWhole();
        }
    }

    private void extract() throws IOException {
        try (DataPackageReader reader = DataPackageReader.open(file)) {
            reader.extractTo(out);
        }
    }

    private void assertWhole() throws IOException {
        Map<String, String> files = snapshot();
        assertThat(files).hasSize(FILES + 3).containsKeys("Manifest.xml", "PackageHeader.xml", "Customers.txt");
        for (int i : List.of(0, 1, FILES - 1)) {
            assertThat(files)
                    .containsEntry("Resources/Customers/" + i % 20 + "/" + i, Contents.sha256(Contents.noise(i)));
        }
    }

    private long count() throws IOException {
        try (Stream<Path> all = Files.walk(out)) {
            return all.count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> all = Files.walk(out)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                files.put(out.relativize(path).toString(), Contents.sha256(path));
            }
        }
        return files;
    }
}

package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A package that can't be opened is closed again: on Windows nobody could delete it otherwise. */
@EnabledOnOs(OS.LINUX) // It asks the kernel which files are open.
class ClosedArchiveTest {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final byte[] SOME = "some content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private enum Broken {
        NO_MANIFEST(() -> zip(new RawZip())),
        MALFORMED_MANIFEST(() -> zip(manifest("<DataManagement"))),
        ANOTHER_ROOT(() -> zip(manifest("<Document/>"))),
        FORBIDDEN_XML(() -> zip(manifest("<!DOCTYPE a><a/>"))),
        WRONG_CHECKSUM_OF_THE_MANIFEST(() -> {
            RawZip zip = new RawZip();
            zip.add("Manifest.xml", RawZip.MANIFEST.getBytes(StandardCharsets.UTF_8))
                    .crc(1);
            return zip(zip);
        }),
        MALFORMED_HEADER(() -> {
            RawZip zip = RawZip.withManifest();
            zip.add("PackageHeader.xml", "<a".getBytes(StandardCharsets.UTF_8));
            return zip(zip);
        }),
        COMMENT_IN_ANOTHER_ENCODING(() -> {
            RawZip zip = RawZip.withManifest();
            zip.add("a", SOME).comment((byte) 0xC3);
            return zip(zip);
        }),
        UNSAFE_NAME(() -> {
            RawZip zip = RawZip.withManifest();
            zip.add("../a", SOME);
            return zip(zip);
        }),
        NO_ZIP(() -> SOME);

        final Supplier<byte[]> bytes;

        Broken(Supplier<byte[]> bytes) {
            this.bytes = bytes;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingStaysOpenOfAPackageThatIsRefused(Broken broken) throws IOException {
        Path file = Files.write(directory.resolve("broken.zip"), broken.bytes.get());
        assertThat(catchThrowable(() -> DataPackageReader.open(file))).isInstanceOf(DataPackageException.class);
        assertThat(openFiles(directory)).isEmpty();
        Path spool = directory.resolve("spool.zip");
        assertThat(catchThrowable(() -> {
                    try (InputStream in = Files.newInputStream(file)) {
                        DataPackageReader.open(in, PackageLimits.ofDefaults(), spool);
                    }
                }))
                .isInstanceOf(DataPackageException.class);
        assertThat(openFiles(directory)).isEmpty();
        assertThat(spool).doesNotExist();
    }

    /** The opposite, so that the look itself is proved. */
    @Test
    void anOpenPackageIsSeenToBeOpen() throws IOException {
        Path file = Files.write(directory.resolve("good.zip"), zip(RawZip.withManifest()));
        try (DataPackageReader reader = DataPackageReader.open(file)) {
            assertThat(reader.files()).hasSize(1);
            assertThat(openFiles(directory)).containsExactly(file.toRealPath());
        }
        assertThat(openFiles(directory)).isEmpty();
    }

    private static List<Path> openFiles(Path directory) throws IOException {
        Path real = directory.toRealPath();
        try (Stream<Path> descriptors = Files.list(OPEN_FILES)) {
            return descriptors
                    .map(ClosedArchiveTest::target)
                    .filter(file -> file.startsWith(real))
                    .toList();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            // Closed between the listing and the look.
            return Path.of("");
        }
    }

    private static RawZip manifest(String xml) {
        RawZip zip = new RawZip();
        zip.add("Manifest.xml", xml.getBytes(StandardCharsets.UTF_8));
        return zip;
    }

    private static byte[] zip(RawZip zip) {
        return zip.bytes();
    }
}

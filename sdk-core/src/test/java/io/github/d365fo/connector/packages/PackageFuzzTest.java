package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes: a package, its manifest and its rows are read, or refused with a {@link DataPackageException},
 * within a small heap. In an ordinary test run only the seeds are tried.
 */
class PackageFuzzTest {
    private static final PackageLimits LIMITS = PackageLimits.builder()
            .maxEntries(1000)
            .maxTotalSize(8 << 20)
            .maxRowSize(1 << 16)
            .build();

    @TempDir
    static Path directory;

    static Stream<Arguments> zips() throws IOException {
        RawZip zip = RawZip.withManifest();
        zip.add("Resources/a/b.txt", new byte[100]);
        return Stream.of(Arguments.of((Object) zip.bytes()), Arguments.of((Object) whole()));
    }

    @MethodSource("zips")
    @FuzzTest
    void zip(byte[] bytes) throws IOException {
        readAll(bytes);
    }

    static Stream<Arguments> manifests() {
        return Stream.of(
                Arguments.of((Object) RawZip.MANIFEST.getBytes(StandardCharsets.UTF_8)),
                Arguments.of((Object) ("\uFEFF" + RawZip.MANIFEST).getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of((Object) PackageManifest.of("p")
                        .with(PackageEntity.of("E", SourceFormat.CSV).fields("A", "B"))
                        .document()
                        .bytes(Optional.of(PackageEncoding.UTF_8))));
    }

    /** What is read and written again is the same. */
    @MethodSource("manifests")
    @FuzzTest
    void manifest(byte[] bytes) throws IOException {
        PackageManifest manifest;
        try {
            manifest = PackageManifest.read(new ByteArrayInputStream(bytes));
        } catch (DataPackageException expected) {
            return;
        }
        for (PackageEncoding encoding : PackageEncoding.values()) {
            byte[] written = manifest.document().bytes(Optional.of(encoding));
            assertThat(PackageManifest.read(new ByteArrayInputStream(written)).entities())
                    .isEqualTo(manifest.entities());
        }
    }

    /** Zips that are sound but for names, lengths and contents that were made up: they get further than random bytes. */
    @FuzzTest
    void contents(FuzzedDataProvider data) throws IOException {
        RawZip zip = new RawZip();
        zip.add("Manifest.xml", data.consumeBoolean() ? whole("Manifest.xml") : data.consumeBytes(500));
        while (data.remainingBytes() > 0) {
            RawZip.Entry entry =
                    zip.add(data.consumeBoolean() ? "E.csv" : data.consumeString(30), data.consumeBytes(200));
            if (data.consumeBoolean()) {
                entry.size(data.consumeLong()).extra(data.consumeBytes(40));
            }
            if (data.consumeBoolean()) {
                entry.offset(data.consumeLong()).unixMode(data.consumeInt(0, 0xFFFF));
            }
        }
        readAll(zip.bytes());
    }

    private static void readAll(byte[] bytes) throws IOException {
        Path spool = directory.resolve("spool");
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(bytes), LIMITS, spool)) {
            for (PackageEntity entity : reader.manifest().entities()) {
                drain(() -> reader.rows(entity));
            }
            Path out = directory.resolve("out");
            try {
                reader.extractTo(out);
            } finally {
                deleteTree(out);
            }
        } catch (DataPackageException expected) {
            assertThat(expected.problem()).isNotNull();
        }
        assertThat(directory.toFile().list()).isEmpty();
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void drain(Opener opener) throws IOException {
        try (DataRows rows = opener.open()) {
            rows.forEachRemaining(row -> assertThat(row.number()).isPositive());
        } catch (DataPackageException expected) {
            assertThat(expected.problem()).isNotNull();
        } catch (UncheckedIOException e) {
            assertThat(e.getCause()).isInstanceOf(DataPackageException.class);
        }
    }

    private static byte[] whole() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataPackageWriter.of("p")
                .entity(
                        PackageEntity.of("E", SourceFormat.CSV).fields("A"),
                        DataSource.ofBytes("A\r\n1\r\n".getBytes(StandardCharsets.UTF_8)))
                .entity(
                        PackageEntity.of("X", SourceFormat.XML_ELEMENT).fields("A"),
                        DataSource.ofBytes("<D><X><A>1</A></X></D>".getBytes(StandardCharsets.UTF_8)))
                .encoding(PackageEncoding.UTF_8)
                .writeTo(out);
        return out.toByteArray();
    }

    private static byte[] whole(String name) throws IOException {
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(whole()));
                InputStream in = reader.open(reader.file(name).orElseThrow())) {
            return in.readAllBytes();
        }
    }

    @FunctionalInterface
    private interface Opener {
        DataRows open() throws IOException;
    }
}

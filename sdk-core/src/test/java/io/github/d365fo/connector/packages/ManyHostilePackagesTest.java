package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of packages made to do harm: each is refused with a typed error or does none. */
class ManyHostilePackagesTest {
    private static final byte[] SOME = "some content".getBytes(StandardCharsets.UTF_8);
    private static final PackageLimits LIMITS =
            PackageLimits.builder().maxEntries(1000).maxTotalSize(8 << 20).build();
    private static int packages;
    private static int refused;

    @TempDir
    Path directory;

    private Path canary = Path.of("");

    @BeforeEach
    void setUp() throws IOException {
        canary = Files.write(directory.resolve("canary"), SOME);
        Files.createDirectory(directory.resolve("inside"));
    }

    @AfterAll
    static void figures() {
        System.out.println("Hostile packages: " + packages + ", " + refused + " refused, the others harmless");
    }

    /** Names that lead away on one system or another, in front of, in the midst of and behind harmless ones. */
    @Test
    void namesLeadNowhere() throws IOException {
        String[] leading = {
            "..",
            "...",
            ".",
            "",
            "~",
            "C:",
            "c:x",
            "\\\\host",
            "NUL",
            "con.txt",
            "LPT1",
            "COM\u00b9",
            "a:b",
            ".. ",
            "..\u0000",
            "\u2025",
            "\uFF0E\uFF0E",
            "%2e%2e",
            "aux .txt",
            "x\u202Egnp.exe",
            "-rf",
            "$HOME"
        };
        for (String separator : new String[] {"/", "\\", "//", "\\\\", "/./", "%2f", "\u2215", "\u29f5"}) {
            for (String first : leading) {
                for (String name : new String[] {
                    first + separator + "canary",
                    separator + first,
                    "a" + separator + first + separator + "canary",
                    first + separator + first + separator + "canary",
                    "a" + separator + first
                }) {
                    for (int mode : new int[] {0100644, 0120777, 0040755}) {
                        RawZip zip = RawZip.withManifest();
                        zip.add(name, SOME).unixMode(mode);
                        harmless(zip.bytes());
                    }
                }
            }
        }
    }

    /** Every byte of a package, changed in each of several ways: lengths, offsets, flags, names, contents. */
    @Test
    void everyByteMayBeAnother() throws IOException {
        byte[] whole = sample();
        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0x00, 0xFF, whole[at] + 1, whole[at] ^ 0x80}) {
                byte[] bytes = whole.clone();
                bytes[at] = (byte) change;
                harmless(bytes);
            }
        }
    }

    @Test
    void anyPieceMayBeMissingOrThereTwice() throws IOException {
        byte[] whole = sample();
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            int from = random.nextInt(whole.length);
            int to = from + 1 + random.nextInt(Math.min(60, whole.length - from));
            harmless(joined(Arrays.copyOf(whole, from), Arrays.copyOfRange(whole, to, whole.length)));
            harmless(joined(Arrays.copyOf(whole, to), Arrays.copyOfRange(whole, from, whole.length)));
        }
    }

    /** What a directory claims about its entries, in every mixture. */
    @Test
    void lengthsAndPlacesMayBeLies() throws IOException {
        long[] lies = {0, 1, 11, 13, 0x7FFFFFFFL, 0xFFFFFFFEL, 0xFFFFFFFFL};
        List<byte[]> extras = new ArrayList<>();
        for (long wide : new long[] {0, 12, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40}) {
            extras.add(RawZip.buffer(28)
                    .putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(wide)
                    .putLong(wide)
                    .putLong(wide)
                    .array());
        }
        extras.add(new byte[0]);
        extras.add(new byte[] {1, 0, 0, 0});
        extras.add(new byte[] {1, 0, (byte) 0xFF, (byte) 0xFF, 1, 2});
        for (byte[] extra : extras) {
            for (long lie : lies) {
                RawZip sizes = RawZip.withManifest();
                sizes.add("a.csv", SOME).size(lie).extra(extra);
                harmless(sizes.bytes());
                RawZip compressed = RawZip.withManifest();
                compressed.add("a.csv", SOME).compressed(lie).extra(extra);
                harmless(compressed.bytes());
                RawZip offsets = RawZip.withManifest();
                offsets.add("a.csv", SOME).offset(lie).extra(extra);
                harmless(offsets.bytes());
                RawZip all = RawZip.withManifest();
                all.add("a.csv", SOME).size(lie).compressed(lie).offset(lie).extra(extra);
                harmless(all.bytes());
            }
        }
    }

    private static byte[] sample() {
        RawZip zip = RawZip.withManifest();
        zip.add("a.csv", SOME);
        zip.add("Resources/a/b.bin", new byte[300]).unixMode(0100644);
        return zip.comment("a comment").bytes();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Reads and unpacks all of it, and looks what was touched. */
    private void harmless(byte[] bytes) throws IOException {
        packages++;
        Path spool = directory.resolve("spool");
        Path out = directory.resolve("inside").resolve("out");
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(bytes), LIMITS, spool)) {
            for (PackageFile file : reader.files()) {
                try (InputStream in = reader.open(file)) {
                    assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(file.size());
                }
            }
            reader.extractTo(out);
        } catch (DataPackageException expected) {
            refused++;
            assertThat(expected.problem()).isNotNull();
        }
        delete(out);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("canary", "inside");
        assertThat(directory.resolve("inside")).isEmptyDirectory();
        assertThat(canary).hasBinaryContent(SOME);
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

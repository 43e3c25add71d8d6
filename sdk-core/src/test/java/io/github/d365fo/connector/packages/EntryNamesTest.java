package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names entries may have, and what is made of those that other tools write. */
class EntryNamesTest {
    private static final byte[] SOME = "some content".getBytes(StandardCharsets.UTF_8);
    private static final int LONGEST = 1024;

    @TempDir
    Path directory;

    static Stream<String> devices() {
        List<String> devices = new ArrayList<>(List.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"));
        for (String port : List.of("COM", "LPT")) {
            IntStream.rangeClosed(1, 9).forEach(number -> devices.add(port + number));
            for (String superscript : List.of("\u00B9", "\u00B2", "\u00B3")) {
                devices.add(port + superscript);
            }
        }
        return devices.stream();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aDeviceIsNoNameInAnySpelling(String device) throws IOException {
        String lower = device.toLowerCase(Locale.ROOT);
        String mixed = device.charAt(0) + lower.substring(1);
        for (String name : List.of(
                device,
                lower,
                mixed,
                device + ".txt",
                lower + ".tar.gz",
                mixed + " .csv",
                device + ".",
                lower + "...",
                device + " ",
                mixed + "  . ",
                lower + ":",
                device + ":stream",
                device + ".csv:stream",
                "Resources/" + lower,
                "Resources/" + device + ".png",
                lower + "/file.txt",
                "Resources\\" + mixed + ".png")) {
            refusedByReader(name);
            refusedByWriter(name);
        }
        for (String name : List.of("x" + device, device + "x", device + "x.csv", "a/" + device + "-1.csv")) {
            assertThat(read(name).files()).extracting(PackageFile::name).contains(name);
            write(name);
        }
    }

    @Test
    void aNameMayHaveTheGreatestLengthAndNotOneMore() throws IOException {
        String longest = "x".repeat(LONGEST);
        assertThat(read(longest).file(longest)).isPresent();
        write(longest);
        refusedByReader(longest + "x");
        refusedByWriter(longest + "x");
        refusedByReader("");
        refusedByWriter("");
    }

    @Test
    void backslashesAreSlashes() throws IOException {
        RawZip zip = new RawZip();
        zip.add("Groups\\", new byte[0]);
        zip.add("Groups\\Customer groups.csv", "ID\r\n1\r\n".getBytes(StandardCharsets.UTF_8));
        zip.add("Resources\\Customer groups\\logo.png", SOME);
        zip.add(
                "Manifest.xml",
                RawZip.MANIFEST
                        .replace(
                                "<PackageEntityList />",
                                "<PackageEntityList><DataManagementPackageEntityData><EntityName>Customer"
                                        + " groups</EntityName><InputFilePath>Groups\\Customer groups.csv</InputFilePath>"
                                        + "<SourceFormat>CSV</SourceFormat></DataManagementPackageEntityData>"
                                        + "</PackageEntityList>")
                        .getBytes(StandardCharsets.UTF_8));
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(zip.bytes()))) {
            assertThat(reader.files())
                    .extracting(PackageFile::name)
                    .containsExactly(
                            "Groups/Customer groups.csv", "Resources/Customer groups/logo.png", "Manifest.xml");
            assertThat(reader.attachments("Customer groups")).hasSize(1);
            assertThat(reader.file("resources\\customer groups\\logo.png")).isPresent();
            try (DataRows rows = reader.rows(reader.manifest().entities().get(0))) {
                assertThat(rows.next().text("ID")).contains("1");
            }
            try (InputStream in =
                    reader.open(reader.attachments("Customer groups").get(0))) {
                assertThat(in.readAllBytes()).isEqualTo(SOME);
            }
            reader.extractTo(directory.resolve("out"));
        }
        assertThat(directory
                        .resolve("out")
                        .resolve("Resources")
                        .resolve("Customer groups")
                        .resolve("logo.png"))
                .hasBinaryContent(SOME);
        assertThat(directory.resolve("out").resolve("Groups")).isDirectory();
    }

    @Test
    void backslashesAreRewrittenAsSlashes() throws IOException {
        RawZip zip = RawZip.withManifest();
        zip.add("Resources\\E\\a.txt", SOME);
        ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(zip.bytes()))) {
            DataPackageWriter.from(reader).writeTo(rewritten);
        }
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(rewritten.toByteArray()))) {
            assertThat(reader.file("Resources/E/a.txt").orElseThrow().entry().storedName())
                    .isEqualTo("Resources/E/a.txt");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..\\evil.txt",
                "a\\..\\..\\evil.txt",
                "a/..\\evil.txt",
                "a\\../evil.txt",
                ".\\evil.txt",
                "\\evil.txt",
                "\\\\host\\share\\evil.txt",
                "\\\\?\\C:\\evil.txt",
                "C:\\evil.txt",
                "C:evil.txt",
                "a\\\\b.txt",
                "a\\ \\b.txt",
                "a.\\b.txt"
            })
    void whatLeadsAwayWithBackslashesIsRefused(String name) {
        refusedByReader(name);
        refusedByWriter(name);
    }

    @ParameterizedTest
    @CsvSource({
        "a\\b.csv, a/b.csv",
        "a/b.csv, a\\b.csv",
        "A\\B.csv, a/b.CSV",
        "a\\b, a\\b\\c.csv",
        "a, a\\b.csv",
        "a\\, a",
        "a\\, a/"
    })
    void namesThatBackslashesMakeOneAreRefused(String first, String second) {
        RawZip zip = RawZip.withManifest();
        zip.add(first, first.matches(".*[\\\\/]") ? new byte[0] : SOME);
        zip.add(second, second.matches(".*[\\\\/]") ? new byte[0] : SOME);
        assertThat(catchThrowableOfType(
                                DataPackageException.class,
                                () -> DataPackageReader.open(new ByteArrayInputStream(zip.bytes())))
                        .problem())
                .isEqualTo(PackageProblem.DUPLICATE_NAME);
    }

    private void refusedByReader(String name) {
        DataPackageException refusal = catchThrowableOfType(DataPackageException.class, () -> read(name));
        assertThat(refusal).as(name).isNotNull();
        assertThat(refusal.problem()).as(name).isEqualTo(PackageProblem.UNSAFE_NAME);
    }

    private static void refusedByWriter(String name) {
        DataPackageException refusal = catchThrowableOfType(DataPackageException.class, () -> write(name));
        assertThat(refusal).as(name).isNotNull();
        assertThat(refusal.problem()).as(name).isEqualTo(PackageProblem.UNSAFE_NAME);
    }

    private DataPackageReader read(String name) throws IOException {
        RawZip zip = RawZip.withManifest();
        zip.add(name, SOME);
        Path file = Files.write(directory.resolve("sample.zip"), zip.bytes());
        try (DataPackageReader reader = DataPackageReader.open(file)) {
            return reader;
        }
    }

    private static void write(String name) throws IOException {
        DataPackageWriter.of("p").file(name, DataSource.ofBytes(SOME)).writeTo(new ByteArrayOutputStream());
    }
}

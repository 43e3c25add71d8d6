package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a data file may hold: what is refused or reported, what passes, and what is converted. */
class DataPackageContentTest {
    static Stream<Arguments> badFiles() {
        byte[] utf16 = "\uFEFFA\r\n1\r\n".getBytes(StandardCharsets.UTF_16LE);
        return Stream.of(
                Arguments.of(SourceFormat.CSV, text("A\n1\n"), PackageProblem.WRONG_LINE_END),
                Arguments.of(SourceFormat.CSV, text("A\r\n\"x\ny\"\n"), PackageProblem.WRONG_LINE_END),
                Arguments.of(SourceFormat.CSV, text("A\r1\r2"), PackageProblem.WRONG_LINE_END),
                Arguments.of(SourceFormat.CSV, text("A\r\"1\"\r"), PackageProblem.WRONG_LINE_END),
                Arguments.of(SourceFormat.CSV, utf16, PackageProblem.WRONG_ENCODING),
                Arguments.of(
                        SourceFormat.CSV, "A\r\n".getBytes(StandardCharsets.UTF_16LE), PackageProblem.WRONG_ENCODING),
                Arguments.of(SourceFormat.CSV, new byte[] {(byte) 0xFE, (byte) 0xFF}, PackageProblem.WRONG_ENCODING),
                Arguments.of(SourceFormat.CSV, new byte[0], PackageProblem.EMPTY_FILE),
                Arguments.of(SourceFormat.CSV, text("\uFEFF"), PackageProblem.EMPTY_FILE),
                Arguments.of(SourceFormat.CSV_UNICODE, text("A\r\n1\r\n"), PackageProblem.WRONG_ENCODING),
                Arguments.of(SourceFormat.CSV_UNICODE, text("\uFEFFA\r\n"), PackageProblem.WRONG_ENCODING),
                Arguments.of(
                        SourceFormat.CSV_UNICODE,
                        "\uFEFFA\r\n".getBytes(StandardCharsets.UTF_16BE),
                        PackageProblem.WRONG_ENCODING),
                Arguments.of(
                        SourceFormat.CSV_UNICODE,
                        "A\r\n".getBytes(StandardCharsets.UTF_16LE),
                        PackageProblem.WRONG_ENCODING),
                Arguments.of(
                        SourceFormat.CSV_UNICODE,
                        "\uFEFFA\n".getBytes(StandardCharsets.UTF_16LE),
                        PackageProblem.WRONG_LINE_END),
                Arguments.of(
                        SourceFormat.CSV_UNICODE,
                        new byte[] {(byte) 0xFF, (byte) 0xFE, 'A'},
                        PackageProblem.WRONG_ENCODING),
                Arguments.of(
                        SourceFormat.CSV_UNICODE, new byte[] {(byte) 0xFF, (byte) 0xFE}, PackageProblem.EMPTY_FILE),
                Arguments.of(SourceFormat.CSV_UNICODE, new byte[0], PackageProblem.EMPTY_FILE),
                Arguments.of(SourceFormat.XML_ELEMENT, text("A,B\r\n"), PackageProblem.WRONG_CONTENT),
                Arguments.of(SourceFormat.XML_ATTRIBUTE, new byte[0], PackageProblem.EMPTY_FILE),
                Arguments.of(SourceFormat.EXCEL, text("A,B\r\n"), PackageProblem.WRONG_CONTENT),
                Arguments.of(
                        SourceFormat.of("Ours").like(SourceFormat.CSV), text("A\n"), PackageProblem.WRONG_LINE_END));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void whatTheServiceWouldSwallowIsRefusedOrReported(SourceFormat format, byte[] content, PackageProblem problem)
            throws IOException {
        DataPackageWriter writer = DataPackageWriter.of("p")
                .entity(PackageEntity.of("E", format).fields("A"), DataSource.ofBytes(content));
        assertThat(refused(writer))
                .hasMessageContaining(
                        "E" + PackageEntity.of("E", format).inputFile().substring(1));
        assertThat(refused(writer).problem()).isEqualTo(problem);

        List<PackageProblem> warnings = new ArrayList<>();
        byte[] zip = bytes(writer.warnings(warning -> warnings.add(warning.problem())));
        assertThat(warnings).contains(problem).doesNotHaveDuplicates();
        try (DataPackageReader reader = read(zip);
                InputStream in = reader.data(reader.manifest().entities().get(0))) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    static Stream<Arguments> goodFiles() {
        return Stream.of(
                Arguments.of(SourceFormat.CSV, text("A\r\n1\r\n")),
                Arguments.of(SourceFormat.CSV, text("A")),
                Arguments.of(SourceFormat.CSV, text("\uFEFF\"A\nB\",C\r\n\"x\r\ny\"\"\n\",5\" pipe\r\n\"\"\"\n\",z")),
                Arguments.of(SourceFormat.CSV, text("A;\"B\n\";C\t\"\n\"|\"\n\"\r\n")),
                Arguments.of(SourceFormat.CSV, "A\r\n\u00e4".getBytes(StandardCharsets.ISO_8859_1)),
                Arguments.of(
                        SourceFormat.CSV_UNICODE,
                        "\uFEFF\"A\n\"\r\n\u010a\u0d0a\r\n".getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of(SourceFormat.XML_ELEMENT, text("<Document/>")),
                Arguments.of(SourceFormat.XML_ELEMENT, text("\uFEFF  <?xml version='1.0'?><Document/>")),
                Arguments.of(SourceFormat.XML_ATTRIBUTE, "\uFEFF<Document/>".getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of(SourceFormat.XML_ATTRIBUTE, "<Document/>".getBytes(StandardCharsets.UTF_16BE)),
                Arguments.of(SourceFormat.EXCEL, new byte[] {'P', 'K', 3, 4, 0}),
                Arguments.of(SourceFormat.EXCEL, new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}),
                Arguments.of(SourceFormat.of("Ours"), text("anything\n")));
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void whatIsRightPassesUnchanged(SourceFormat format, byte[] content) throws IOException {
        byte[] zip = bytes(DataPackageWriter.of("p")
                .entity(PackageEntity.of("E", format).fields("A"), DataSource.ofBytes(content)));
        try (DataPackageReader reader = read(zip);
                InputStream in = reader.data(reader.manifest().entities().get(0))) {
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(reader.manifest().entities().get(0).sourceFormat().name())
                    .isEqualTo(format.name());
        }
    }

    @Test
    void csvBecomesCsvUnicode() throws IOException {
        String pairs = "\uD83D\uDE00".repeat(5000);
        String csv = "\uFEFFA,B\n\"x\ny\"," + pairs + "\r\n\"\",1\n";
        DataSource converted = DataSource.toCsvUnicode(DataSource.ofBytes(text(csv)));
        byte[] expected = ("\uFEFFA,B\r\n\"x\ny\"," + pairs + "\r\n\"\",1\r\n").getBytes(StandardCharsets.UTF_16LE);
        try (InputStream in = converted.open()) {
            assertThat(in.readAllBytes()).isEqualTo(expected);
        }
        try (InputStream in = converted.open()) {
            assertThat(in.read()).isEqualTo(0xFF);
            assertThat(in.read(new byte[0], 0, 0)).isZero();
            assertThat(in.read()).isEqualTo(0xFE);
        }
        try (DataPackageReader reader = read(bytes(DataPackageWriter.of("p")
                .entity(PackageEntity.of("E", SourceFormat.CSV_UNICODE).fields("A", "B"), converted)))) {
            assertThat(reader.files()).hasSize(3);
        }
    }

    static Stream<Arguments> otherEncodings() {
        String ascii = "A,B\n1,x\n";
        String umlauts = "A,B\n1,x\n2,\u00e4\u20ac\n";
        String somewhere = "line 1 or one of the next has bytes that are not UTF-8";
        return Stream.of(
                Arguments.of(
                        "UTF-16LE without a mark", ascii.getBytes(StandardCharsets.UTF_16LE), "line 1 has a zero byte"),
                Arguments.of(
                        "UTF-16BE without a mark", ascii.getBytes(StandardCharsets.UTF_16BE), "line 1 has a zero byte"),
                Arguments.of(
                        "UTF-32 without a mark", ascii.getBytes(Charset.forName("UTF-32LE")), "line 1 has a zero byte"),
                Arguments.of("a zip", new byte[] {'P', 'K', 3, 4, 0, 0}, "line 1 has a zero byte"),
                Arguments.of("gzip", new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0}, somewhere),
                Arguments.of("UTF-16LE with umlauts", umlauts.getBytes(StandardCharsets.UTF_16LE), somewhere),
                Arguments.of("Windows-1252", umlauts.getBytes(Charset.forName("windows-1252")), somewhere),
                Arguments.of(
                        "UTF-8 that is cut off", new byte[] {'A', '\n', (byte) 0xC3}, somewhere.replace('1', '2')));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherEncodings")
    void whatIsNotUtf8IsNotConverted(String name, byte[] bytes, String why) {
        DataSource converted = DataSource.toCsvUnicode(DataSource.ofBytes(bytes));
        assertThatThrownBy(() -> converted.open().readAllBytes())
                .isInstanceOf(CharacterCodingException.class)
                .hasMessageStartingWith("expected text in UTF-8, but " + why);
        PackageEntity entity = PackageEntity.of("E", SourceFormat.CSV_UNICODE).fields("A", "B");
        DataPackageException refusal = refused(DataPackageWriter.of("p").entity(entity, converted));
        assertThat(refusal.problem()).isEqualTo(PackageProblem.WRONG_ENCODING);
        assertThat(refusal).hasMessageStartingWith("the data file \"E.csv\": expected text in UTF-8, but " + why);
    }

    static Stream<Arguments> blankFiles() {
        return Stream.of(SourceFormat.CSV, SourceFormat.CSV_UNICODE)
                .flatMap(format -> Stream.of(" ", "\r\n", " \r\n\t\r\n ")
                        .map(blank -> Arguments.of(
                                format,
                                format == SourceFormat.CSV_UNICODE
                                        ? ("\uFEFF" + blank).getBytes(StandardCharsets.UTF_16LE)
                                        : text(blank))));
    }

    /** F&O skips what is blank and reports success, as it does for nothing at all. */
    @ParameterizedTest
    @MethodSource("blankFiles")
    void aFileOfBlanksIsEmpty(SourceFormat format, byte[] blank) {
        PackageEntity entity = PackageEntity.of("E", format).fields("A");
        DataPackageException refusal = refused(DataPackageWriter.of("p").entity(entity, DataSource.ofBytes(blank)));
        assertThat(refusal.problem()).isEqualTo(PackageProblem.EMPTY_FILE);
    }

    private static DataPackageException refused(DataPackageWriter writer) {
        return catchThrowableOfType(DataPackageException.class, () -> bytes(writer));
    }

    private static byte[] bytes(DataPackageWriter writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    private static DataPackageReader read(byte[] zip) throws IOException {
        return DataPackageReader.open(new ByteArrayInputStream(zip));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format against every sort of content: an error that names the file, its declared format and what it looks like. */
class DeclaredFormatTest {
    private static final String CSV = "ID,NAME\r\n10,Wäsche\r\n20,Möbel\r\n";
    private static final String XML = "<Document><GROUP><ID>10</ID></GROUP><GROUP><ID>20</ID></GROUP></Document>";
    private static final String PAGE = "<!-- portal -->\r\n<!DOCTYPE html>\r\n<html><body>Sign in</body></html>";

    private static final List<SourceFormat> FORMATS = List.of(
            SourceFormat.CSV,
            SourceFormat.CSV_UNICODE,
            SourceFormat.XML_ELEMENT,
            SourceFormat.XML_ATTRIBUTE,
            SourceFormat.EXCEL,
            SourceFormat.of("Ours").like(SourceFormat.CSV),
            SourceFormat.of("Ours").like(SourceFormat.CSV_UNICODE));

    /** Contents by what they look like, in the words of the error. */
    private enum Content {
        UTF_8(text("", CSV, StandardCharsets.UTF_8), "text in UTF-8"),
        UTF_8_MARKED(text("\uFEFF", CSV, StandardCharsets.UTF_8), "text in UTF-8, with a byte order mark"),
        CODE_PAGE(text("", CSV, StandardCharsets.ISO_8859_1), "text in a code page"),
        UTF_16_LE(text("", CSV, StandardCharsets.UTF_16LE), "text in UTF-16, little-endian, without a byte order mark"),
        UTF_16_LE_MARKED(
                text("\uFEFF", CSV, StandardCharsets.UTF_16LE),
                "text in UTF-16, little-endian, with a byte order mark"),
        UTF_16_BE(text("", CSV, StandardCharsets.UTF_16BE), "text in UTF-16, big-endian, without a byte order mark"),
        UTF_16_BE_MARKED(
                text("\uFEFF", CSV, StandardCharsets.UTF_16BE), "text in UTF-16, big-endian, with a byte order mark"),
        XML_UTF_8(text("", XML, StandardCharsets.UTF_8), "XML in UTF-8"),
        XML_UTF_16(text("\uFEFF<?xml version='1.0'?>", XML, StandardCharsets.UTF_16LE), "XML in UTF-16"),
        ZIP(new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0}, "a zip"),
        GZIP(gzip(), "gzip"),
        COMPOUND(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1}, "an old workbook"),
        WEB_PAGE(text("", PAGE, StandardCharsets.UTF_8), "a web page"),
        WEB_PAGE_MARKED(text("\uFEFF", PAGE, StandardCharsets.UTF_16LE), "a web page"),
        XHTML(text("<?xml version=\"1.0\"?>", PAGE, StandardCharsets.UTF_8), "a web page"),
        BINARY(random(), "binary data"),
        IMAGE(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 1, 8, 6
                },
                "binary data");

        final byte[] bytes;
        final String words;

        Content(byte[] bytes, String words) {
            this.bytes = bytes;
            this.words = words;
        }
    }

    private static final Set<Content> XML_CONTENT = Set.of(Content.XML_UTF_8, Content.XML_UTF_16);

    /** What F&O takes under each format. */
    private static final Map<SourceFormat, Set<Content>> WRITABLE = Map.of(
            SourceFormat.CSV,
            Set.of(Content.UTF_8, Content.UTF_8_MARKED, Content.CODE_PAGE),
            SourceFormat.CSV_UNICODE,
            Set.of(Content.UTF_16_LE_MARKED),
            SourceFormat.XML_ELEMENT,
            XML_CONTENT,
            SourceFormat.EXCEL,
            Set.of(Content.ZIP, Content.COMPOUND));

    /** What rows can be read of: also what lacks its mark. */
    private static final Map<SourceFormat, Set<Content>> READABLE = Map.of(
            SourceFormat.CSV,
            Set.of(Content.UTF_8, Content.UTF_8_MARKED, Content.CODE_PAGE),
            SourceFormat.CSV_UNICODE,
            Set.of(Content.UTF_16_LE, Content.UTF_16_LE_MARKED),
            SourceFormat.XML_ELEMENT,
            XML_CONTENT,
            SourceFormat.EXCEL,
            Set.of(Content.ZIP, Content.COMPOUND));

    static Stream<Arguments> combinations() {
        return FORMATS.stream()
                .flatMap(format -> Stream.of(Content.values()).map(content -> Arguments.of(format, content)));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void theWriterNamesAWrongFormat(SourceFormat format, Content content) throws IOException {
        DataPackageWriter writer = writer(format, content.bytes);
        if (WRITABLE.get(kind(format)).contains(content)) {
            writer.writeTo(new ByteArrayOutputStream());
            return;
        }
        assertNamed(
                catchThrowableOfType(DataPackageException.class, () -> writer.writeTo(new ByteArrayOutputStream())),
                format,
                content);
        List<PackageProblem> warnings = new ArrayList<>();
        writer.warnings(warning -> warnings.add(warning.problem())).writeTo(new ByteArrayOutputStream());
        assertThat(warnings).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void theReaderNamesAWrongFormat(SourceFormat format, Content content) throws IOException {
        try (DataPackageReader reader = reader(format, content.bytes)) {
            PackageEntity entity = reader.manifest().entities().get(0).sourceFormat(format);
            CsvOptions options = CsvOptions.ofDefaults()
                    .charset(content == Content.CODE_PAGE ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            if (!READABLE.get(kind(format)).contains(content)) {
                assertNamed(failure(reader, entity, options), format, content);
            } else if (kind(format) == SourceFormat.EXCEL) {
                assertThat(failure(reader, entity, options).problem()).isEqualTo(PackageProblem.UNSUPPORTED_FORMAT);
            } else {
                try (Stream<DataRow> rows = reader.rows(entity, options).stream()) {
                    assertThat(rows.map(row -> row.text("ID").orElseThrow())).containsExactly("10", "20");
                }
            }
        }
    }

    /** Half a character at the end shows only there. */
    @Test
    void anOddLengthIsNamed() throws IOException {
        byte[] odd = Arrays.copyOf(Content.UTF_16_LE_MARKED.bytes, Content.UTF_16_LE_MARKED.bytes.length - 1);
        assertThat(catchThrowableOfType(
                        DataPackageException.class,
                        () -> writer(SourceFormat.CSV_UNICODE, odd).writeTo(new ByteArrayOutputStream())))
                .hasMessageContaining("the data file \"E.csv\"")
                .hasMessageContaining("odd number of bytes: " + odd.length);
        try (DataPackageReader reader = reader(SourceFormat.CSV_UNICODE, odd)) {
            assertThat(failure(reader, reader.manifest().entities().get(0), CsvOptions.ofDefaults()))
                    .hasMessageContaining("the data file \"E.csv\"")
                    .hasMessageContaining("in or after row 3")
                    .hasMessageContaining("UTF-16LE");
        }
    }

    /** Half the bytes made characters of nowhere, and there were no rows and no error. */
    @Test
    void utf8DeclaredAsUtf16NamesTheConversion() throws IOException {
        byte[] even = "ID,A\r\n1,2\r\n3,4\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(even.length % 2).isZero();
        try (DataPackageReader reader = reader(SourceFormat.CSV_UNICODE, even)) {
            assertThat(failure(reader, reader.manifest().entities().get(0), CsvOptions.ofDefaults()))
                    .hasMessage(
                            "the data file \"E.csv\" is declared as \"CSV-Unicode\", which is UTF-16, little-endian,"
                                    + " with a byte order mark, but it looks like text in UTF-8; DataSource.toCsvUnicode()"
                                    + " converts UTF-8");
        }
    }

    @Test
    void aDeclaredEncodingIsNoContradiction() throws IOException {
        CsvOptions wide = CsvOptions.ofDefaults().charset(StandardCharsets.UTF_16LE);
        for (Content content : List.of(Content.UTF_16_LE, Content.UTF_16_LE_MARKED, Content.UTF_16_BE_MARKED)) {
            try (DataPackageReader reader = reader(SourceFormat.CSV, content.bytes);
                    Stream<DataRow> rows =
                            reader.rows(reader.manifest().entities().get(0), wide).stream()) {
                assertThat(rows.map(row -> row.text("NAME").orElseThrow())).containsExactly("Wäsche", "Möbel");
            }
        }
        try (DataPackageReader reader = reader(SourceFormat.CSV, Content.UTF_8.bytes)) {
            assertThat(failure(reader, reader.manifest().entities().get(0), wide))
                    .hasMessageContaining("which is text in UTF-16LE, but it looks like text in UTF-8");
        }
    }

    /** What is looked at ends in the middle of the file, and of a character. */
    @Test
    void largeFilesAreNoLessWhatTheyAre() throws IOException {
        StringBuilder text = new StringBuilder("ID,NAME\r\n");
        for (int i = 1; i < 2000; i++) {
            text.append(i).append(",ä€漢\r\n");
        }
        for (Map.Entry<SourceFormat, byte[]> file : Map.of(
                        SourceFormat.CSV, text("", text.toString(), StandardCharsets.UTF_8),
                        SourceFormat.CSV_UNICODE, text("\uFEFF", text.toString(), StandardCharsets.UTF_16LE))
                .entrySet()) {
            writer(file.getKey(), file.getValue()).writeTo(new ByteArrayOutputStream());
            try (DataPackageReader reader = reader(file.getKey(), file.getValue());
                    Stream<DataRow> rows =
                            reader.rows(reader.manifest().entities().get(0)).stream()) {
                assertThat(rows.count()).isEqualTo(1999);
            }
        }
    }

    @Test
    void aLongCommentIsStillXml() throws IOException {
        for (String start :
                List.of("<!--" + "x".repeat(9000) + "-->", "<?xml version='1.0'?>\n<!--" + "x".repeat(9000) + "-->")) {
            byte[] xml = (start + XML).getBytes(StandardCharsets.UTF_8);
            writer(SourceFormat.XML_ELEMENT, xml).writeTo(new ByteArrayOutputStream());
            try (DataPackageReader reader = reader(SourceFormat.XML_ELEMENT, xml);
                    Stream<DataRow> rows =
                            reader.rows(reader.manifest().entities().get(0)).stream()) {
                assertThat(rows.count()).isEqualTo(2);
            }
        }
    }

    /** Readers take a zero for what it is; F&O would not. */
    @Test
    void aZeroInNarrowTextMakesItNotWide() throws IOException {
        byte[] csv = "ID,NAME\r\n10,a\u0000b\r\n".getBytes(StandardCharsets.UTF_8);
        try (DataPackageReader reader = reader(SourceFormat.CSV, csv);
                Stream<DataRow> rows = reader.rows(reader.manifest().entities().get(0)).stream()) {
            assertThat(rows.map(row -> row.text("NAME").orElseThrow())).containsExactly("a\u0000b");
        }
        assertThat(catchThrowableOfType(
                        DataPackageException.class,
                        () -> writer(SourceFormat.CSV, csv).writeTo(new ByteArrayOutputStream())))
                .hasMessageContaining("line 2 has a zero byte");
    }

    private static void assertNamed(DataPackageException failure, SourceFormat format, Content content) {
        assertThat(failure)
                .hasMessageContaining("the data file \"E.")
                .hasMessageContaining("is declared as \"" + format.name() + "\"")
                .hasMessageContaining("but it looks like ")
                .hasMessageContaining(content.words);
        assertThat(failure.problem()).isIn(PackageProblem.WRONG_ENCODING, PackageProblem.WRONG_CONTENT);
    }

    private static DataPackageException failure(DataPackageReader reader, PackageEntity entity, CsvOptions options) {
        return catchThrowableOfType(DataPackageException.class, () -> {
            try (Stream<DataRow> rows = reader.rows(entity, options).stream()) {
                rows.forEach(row -> {});
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }

    private static SourceFormat kind(SourceFormat format) {
        return switch (format.kind()) {
            case CSV -> SourceFormat.CSV;
            case CSV_UNICODE -> SourceFormat.CSV_UNICODE;
            case EXCEL -> SourceFormat.EXCEL;
            default -> SourceFormat.XML_ELEMENT;
        };
    }

    private static DataPackageWriter writer(SourceFormat format, byte[] content) {
        return DataPackageWriter.of("p")
                .entity(PackageEntity.of("E", format).fields("ID"), DataSource.ofBytes(content));
    }

    private static DataPackageReader reader(SourceFormat format, byte[] content) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        writer(format, content).warnings(warning -> {}).writeTo(zip);
        return DataPackageReader.open(new ByteArrayInputStream(zip.toByteArray()));
    }

    private static byte[] text(String mark, String text, Charset charset) {
        return (mark + text).getBytes(charset);
    }

    private static byte[] gzip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(CSV.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] random() {
        byte[] bytes = new byte[5000];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}

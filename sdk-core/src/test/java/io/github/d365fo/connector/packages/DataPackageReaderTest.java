package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataPackageReaderTest {
    @TempDir
    Path directory;

    @Test
    void entriesAreFoundByTheManifestAndNotByTheLabel() throws IOException {
        PackageEntity regions =
                PackageEntity.of("Country/regions", SourceFormat.CSV).fields("A");
        byte[] zip = bytes(DataPackageWriter.of("p")
                .entity(regions, source("A\r\nDE"))
                .entity(regions.inputFile("other.csv"), source("A\r\nFR")));
        try (DataPackageReader reader = read(zip)) {
            assertThat(reader.file("Country/regions.csv")).isEmpty();
            assertThat(rows(reader, 0)).containsExactly(Map.of("A", "DE"));
            assertThat(rows(reader, 1)).containsExactly(Map.of("A", "FR"));
            PackageEntity odd = regions.inputFile("COUNTRYregions.CSV");
            try (InputStream in = reader.data(odd)) {
                assertThat(in.readAllBytes()).hasSize(5);
            }
            assertThatThrownBy(() -> reader.data(regions.inputFile("absent.csv")))
                    .isInstanceOf(DataPackageException.class)
                    .hasMessage(
                            "the package does not contain the file \"absent.csv\", which its manifest names for the "
                                    + "entity \"Country/regions\"");
        }
    }

    @Test
    void theServicesUtf16AndEveryOtherEncodingAreRead() throws IOException {
        String xml = RawZip.MANIFEST.replace(">p<", ">Währung €<");
        for (byte[] manifest : List.of(
                ("\uFEFF" + xml).getBytes(StandardCharsets.UTF_16LE),
                ("\uFEFF" + xml).getBytes(StandardCharsets.UTF_16BE),
                xml.getBytes(StandardCharsets.UTF_16LE),
                xml.getBytes(StandardCharsets.UTF_16BE),
                xml.getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + xml).getBytes(StandardCharsets.UTF_8),
                ("<?xml version=\"1.0\" encoding=\"utf-16\"?>" + xml).getBytes(StandardCharsets.UTF_8),
                ("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n" + xml).getBytes(StandardCharsets.UTF_16LE),
                ("<?xml version='1.0' encoding='windows-1252' standalone='yes'?>" + xml)
                        .getBytes(Charset.forName("windows-1252")))) {
            assertThat(PackageManifest.read(new ByteArrayInputStream(manifest)).dataProject())
                    .isEqualTo("Währung €");
        }
    }

    /** Rows of CSV. */
    @Nested
    class Csv {
        @Test
        void rowsOfCsvAreReadByTheirNames() throws IOException {
            String csv =
                    "\uFEFFID,\"Name, long\",EMPTY\r\n1,\"a \"\"quoted\"\"\r\nline\",\r\n\r\n2,ä€\uD83D\uDE00,\"\"\r\n";
            for (SourceFormat format : List.of(SourceFormat.CSV, SourceFormat.CSV_UNICODE)) {
                byte[] bytes = csv.getBytes(
                        format.equals(SourceFormat.CSV) ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16LE);
                try (DataPackageReader reader = one(format, bytes);
                        DataRows rows = reader.rows(reader.manifest().entities().get(0))) {
                    DataRow first = rows.next();
                    assertThat(first.fields())
                            .containsExactly(
                                    Map.entry("ID", "1"),
                                    Map.entry("Name, long", "a \"quoted\"\r\nline"),
                                    Map.entry("EMPTY", ""));
                    assertThat(first.number()).isOne();
                    assertThat(first.text("ID")).contains("1");
                    assertThat(first.text("EMPTY")).contains("");
                    assertThat(first.text("absent")).isEmpty();
                    assertThat(first.children()).isEmpty();
                    assertThat(first.name()).isEmpty();
                    assertThat(first).hasToString("DataRow[1, [ID, Name, long, EMPTY]]");
                    assertThat(rows.next().text("Name, long")).contains("ä€\uD83D\uDE00");
                    assertThat(rows.hasNext()).isFalse();
                    assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
                }
            }
        }

        @Test
        void separatorQuoteAndCharsetOfCsvAreOptions() throws IOException {
            CsvOptions options =
                    CsvOptions.ofDefaults().separator(';').quote('\'').charset(StandardCharsets.ISO_8859_1);
            byte[] csv = "A;B\r\n'x;y';ä".getBytes(StandardCharsets.ISO_8859_1);
            try (DataPackageReader reader = one(SourceFormat.CSV, csv);
                    Stream<DataRow> rows =
                            reader.rows(reader.manifest().entities().get(0), options).stream()) {
                assertThat(rows.map(DataRow::fields)).containsExactly(Map.of("A", "x;y", "B", "ä"));
            }
            assertThat(options).hasToString("CsvOptions[separator=;, quote=', charset=ISO-8859-1]");
            assertThat(options.quote()).isEqualTo('\'');
            assertThatThrownBy(() -> options.separator('\'')).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> options.separator('\n')).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> options.quote('\r')).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void csvWithoutRowsHasNone() throws IOException {
            for (String csv : List.of("A,B\r\n", "A,B", "\r\n", "\uFEFF")) {
                byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
                try (DataPackageReader reader = one(SourceFormat.CSV, bytes)) {
                    assertThat(rows(reader, 0)).isEmpty();
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"A,A\r\n1,2", "A,B\r\n1", "A,B\r\n1,2,3", "A,B\r\n1,\"2\"x\r\n"})
        void csvThatDoesNotFitIsATypedError(String csv) throws IOException {
            try (DataPackageReader reader = one(SourceFormat.CSV, csv.getBytes(StandardCharsets.UTF_8))) {
                assertMalformed(reader, PackageProblem.MALFORMED_DATA);
            }
        }

        @Test
        void csvInAnotherEncodingIsATypedError() throws IOException {
            try (DataPackageReader reader = one(SourceFormat.CSV, new byte[] {'A', '\r', '\n', (byte) 0xE4})) {
                assertMalformed(reader, PackageProblem.MALFORMED_DATA);
            }
        }

        /** FastCSV is optional: without it everything works but rows of CSV, whose error names the artifact. */
        @Test
        void withoutFastCsvTheErrorSaysWhatToAdd() throws Exception {
            Path zip = directory.resolve("groups.zip");
            DataPackageWriter.of("p")
                    .entity(PackageEntity.of("E", SourceFormat.CSV).fields("A"), source("A\r\n1\r\n"))
                    .writeTo(zip);
            URL classes = DataPackageReader.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation();
            try (URLClassLoader bare = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
                Class<?> readers = bare.loadClass(DataPackageReader.class.getName());
                try (AutoCloseable reader =
                        (AutoCloseable) readers.getMethod("open", Path.class).invoke(null, zip)) {
                    Object manifest = readers.getMethod("manifest").invoke(reader);
                    List<?> entities =
                            (List<?>) manifest.getClass().getMethod("entities").invoke(manifest);
                    assertThatThrownBy(() -> readers.getMethod(
                                            "rows", entities.get(0).getClass())
                                    .invoke(reader, entities.get(0)))
                            .isInstanceOf(InvocationTargetException.class)
                            .cause()
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("de.siegmar:fastcsv");
                }
            }
        }
    }

    /** Rows of XML. */
    @Nested
    class Xml {
        @Test
        void rowsOfXmlAreElementsOrAttributes() throws IOException {
            String elements =
                    "<?xml version='1.0'?><Document>\r\n <GROUP><ID>10</ID><NAME>a &lt;b&gt; <![CDATA[&]]></NAME>"
                            + "<NIL xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/><EMPTY/></GROUP>"
                            + "<!-- note --><GROUP><ID>20</ID></GROUP></Document>";
            String attributes =
                    "\uFEFF<Document><GROUP ID=\"10\" NAME=\"a &lt;b> &amp;\" EMPTY=\"\" /><GROUP ID=\"20\" />"
                            + "</Document>";
            for (byte[] xml : List.of(
                    elements.getBytes(StandardCharsets.UTF_8), attributes.getBytes(StandardCharsets.UTF_16LE))) {
                try (DataPackageReader reader = one(SourceFormat.XML_ELEMENT, xml);
                        DataRows rows = reader.rows(reader.manifest().entities().get(0))) {
                    DataRow first = rows.next();
                    assertThat(first.name()).isEqualTo("GROUP");
                    assertThat(first.fields())
                            .containsExactlyInAnyOrderEntriesOf(Map.of("ID", "10", "NAME", "a <b> &", "EMPTY", ""));
                    assertThat(rows.next().number()).isEqualTo(2);
                    assertThat(rows.hasNext()).isFalse();
                }
            }
        }

        @Test
        void rowsOfCompositeEntitiesHaveRows() throws IOException {
            String xml =
                    "<Document><ORDER><NUMBER>1</NUMBER><LINE><ITEM>a</ITEM></LINE><LINE ITEM='b'/></ORDER></Document>";
            try (DataPackageReader reader = one(SourceFormat.XML_ELEMENT, xml.getBytes(StandardCharsets.UTF_8));
                    DataRows rows = reader.rows(reader.manifest().entities().get(0))) {
                DataRow order = rows.next();
                assertThat(order.fields()).containsExactly(Map.entry("NUMBER", "1"));
                assertThat(order.children()).extracting(DataRow::name).containsExactly("LINE", "LINE");
                assertThat(order.children()).extracting(DataRow::number).containsExactly(1L, 2L);
                assertThat(order.children())
                        .extracting(line -> line.text("ITEM").orElseThrow())
                        .containsExactly("a", "b");
            }
        }

        @Test
        void xmlMayHaveMoreAttributesThanALaterJavaLikes() throws IOException {
            StringBuilder row = new StringBuilder("<Document><R");
            for (int i = 0; i < 1000; i++) {
                row.append(" F").append(i).append("='").append(i).append('\'');
            }
            byte[] xml = row.append("/></Document>").toString().getBytes(StandardCharsets.UTF_8);
            try (DataPackageReader reader = one(SourceFormat.XML_ATTRIBUTE, xml)) {
                assertThat(rows(reader, 0))
                        .singleElement()
                        .satisfies(fields -> assertThat(fields).hasSize(1000));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<Document>text</Document>",
                    "<Document><R>text<A/></R></Document>",
                    "<Document><R><A>1</A><A>2</A></R></Document>",
                    "<Document><R A='1'><A>2</A></R></Document>",
                    "<Document><R>",
                    "<Document></Wrong>",
                    "<Document/><More/>"
                })
        void xmlThatIsNoRowsIsATypedError(String xml) throws IOException {
            try (DataPackageReader reader = one(SourceFormat.XML_ELEMENT, xml.getBytes(StandardCharsets.UTF_8))) {
                assertThatThrownBy(() -> rows(reader, 0))
                        .isInstanceOf(UncheckedIOException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                DataPackageException.class,
                                e -> assertThat(e.problem())
                                        .isIn(PackageProblem.MALFORMED_DATA, PackageProblem.MALFORMED_XML));
            }
        }
    }

    @Test
    void aRowWithoutEndIsStopped() throws IOException {
        PackageLimits limits = PackageLimits.builder().maxRowSize(100_000).build();
        String endless = "x".repeat(200_000);
        for (Map.Entry<SourceFormat, String> file : Map.of(
                        SourceFormat.CSV, "A\r\n1\r\n\"" + endless,
                        SourceFormat.XML_ELEMENT, "<Document><R><A>" + endless + "</A></R></Document>",
                        SourceFormat.XML_ATTRIBUTE, "<Document><R A='" + endless + "'/></Document>")
                .entrySet()) {
            byte[] zip = zip(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(zip), limits)) {
                assertMalformed(reader, PackageProblem.LIMIT_EXCEEDED);
            }
        }
        String deep = "<Document>" + "<R>".repeat(40) + "</R>".repeat(40) + "</Document>";
        try (DataPackageReader reader = one(SourceFormat.XML_ELEMENT, deep.getBytes(StandardCharsets.UTF_8))) {
            assertMalformed(reader, PackageProblem.LIMIT_EXCEEDED);
        }
    }

    @Test
    void manyRowsAreNoRowWithoutEnd() throws IOException {
        PackageLimits limits = PackageLimits.builder().maxRowSize(100_000).build();
        byte[] csv = ("A\r\n" + "some text\r\n".repeat(50_000)).getBytes(StandardCharsets.UTF_8);
        byte[] xml = ("<Document>" + "<R><A>some text</A></R>".repeat(50_000) + "</Document>")
                .getBytes(StandardCharsets.UTF_8);
        for (byte[] zip : List.of(zip(SourceFormat.CSV, csv), zip(SourceFormat.XML_ELEMENT, xml))) {
            try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(zip), limits);
                    Stream<DataRow> rows =
                            reader.rows(reader.manifest().entities().get(0)).stream()) {
                assertThat(rows.count()).isEqualTo(50_000);
            }
        }
    }

    @Test
    void formatsWithoutRowsSaySo() throws IOException {
        try (DataPackageReader reader = one(SourceFormat.EXCEL, new byte[] {'P', 'K', 3, 4})) {
            assertMalformed(reader, PackageProblem.UNSUPPORTED_FORMAT);
        }
        try (DataPackageReader reader = one(SourceFormat.of("Ours"), "A\r\n1".getBytes(StandardCharsets.UTF_8))) {
            assertMalformed(reader, PackageProblem.UNSUPPORTED_FORMAT);
            PackageEntity entity = reader.manifest().entities().get(0);
            try (DataRows rows =
                    reader.rows(entity.sourceFormat(SourceFormat.of("Ours").like(SourceFormat.CSV)))) {
                assertThat(rows.next().text("A")).contains("1");
            }
        }
    }

    @Test
    void attachmentsAreThoseOfTheirEntity() throws IOException {
        byte[] zip = bytes(DataPackageWriter.of("p")
                .entity(PackageEntity.of("A/B", SourceFormat.CSV).fields("A"), source("A\r\n"))
                .attachment("A/B", "1.png", source("1"))
                .attachment("A/B", "deep/2.png", source("2"))
                .attachment("AB2", "3.png", source("3"))
                .file("Transform.xslt", source("<x/>")));
        try (DataPackageReader reader = read(zip)) {
            assertThat(reader.attachments("a/b"))
                    .extracting(PackageFile::name)
                    .containsExactly("Resources/AB/1.png", "Resources/AB/deep/2.png");
            assertThat(reader.file("transform.XSLT").orElseThrow()).hasToString("PackageFile[Transform.xslt, 4 bytes]");
            assertThat(reader.file("transform.XSLT").orElseThrow().compressedSize())
                    .isPositive();
        }
    }

    @Test
    void streamsSkipAndReadByteByByte() throws IOException {
        try (DataPackageReader reader = one(SourceFormat.CSV, "A\r\n123".getBytes(StandardCharsets.UTF_8));
                InputStream in = reader.data(reader.manifest().entities().get(0))) {
            assertThat(in.markSupported()).isFalse();
            assertThat(in.skip(3)).isEqualTo(3);
            assertThat(in.skip(0)).isZero();
            assertThat(in.read()).isEqualTo('1');
            assertThat(in.readAllBytes()).hasSize(2);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.skip(1)).isZero();
        }
    }

    private static void assertMalformed(DataPackageReader reader, PackageProblem problem) {
        assertThatThrownBy(() -> {
                    try {
                        rows(reader, 0);
                    } catch (UncheckedIOException e) {
                        throw e.getCause();
                    }
                })
                .isInstanceOfSatisfying(
                        DataPackageException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private static List<Map<String, String>> rows(DataPackageReader reader, int entity) throws IOException {
        try (Stream<DataRow> rows = reader.rows(reader.manifest().entities().get(entity)).stream()) {
            return rows.map(DataRow::fields).toList();
        }
    }

    private static DataPackageReader one(SourceFormat format, byte[] content) throws IOException {
        return read(zip(format, content));
    }

    private static byte[] zip(SourceFormat format, byte[] content) throws IOException {
        return bytes(DataPackageWriter.of("p")
                .warnings(warning -> {})
                .entity(PackageEntity.of("E", format).fields("A"), DataSource.ofBytes(content)));
    }

    private static byte[] bytes(DataPackageWriter writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    private static DataPackageReader read(byte[] zip) throws IOException {
        return DataPackageReader.open(new ByteArrayInputStream(zip));
    }

    private static DataSource source(String text) {
        return DataSource.ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

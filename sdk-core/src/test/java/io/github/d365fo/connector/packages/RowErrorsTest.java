package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A row that can't be read is named by its number, and the rows before it were read. */
class RowErrorsTest {
    private static final PackageLimits LIMITS =
            PackageLimits.builder().maxRowSize(200_000).build();
    private static final String ENDLESS = "x".repeat(300_000);

    private enum Broken {
        TOO_FEW_FIELDS("1"),
        TOO_MANY_FIELDS("1,2,3"),
        TEXT_BEHIND_A_QUOTE("\"1\"x,2"),
        WITHOUT_END("\"" + ENDLESS);

        final String row;

        Broken(String row) {
            this.row = row;
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofCsv(Broken broken) throws IOException {
        for (int before : new int[] {0, 1, 2, 1000}) {
            // A field of two lines: rows are counted and not lines.
            String text = "A,B\r\n" + "\"1\n1\",2\r\n".repeat(before) + broken.row + "\r\n3,4\r\n";
            List<Long> read = new ArrayList<>();
            DataPackageException failure = failure(SourceFormat.CSV, text.getBytes(StandardCharsets.UTF_8), read);
            assertThat(failure)
                    .hasMessageContaining("the data file \"E.csv\"")
                    .hasMessageContaining("row " + (before + 1) + " ");
            assertThat(read).hasSize(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"'A,A\r\n1,2\r\n', first row", "'A,\"B\"x\r\n1,2\r\n', first line"})
    void ofTheLineThatNamesTheFields(String text, String words) throws IOException {
        assertThat(failure(SourceFormat.CSV, text.getBytes(StandardCharsets.UTF_8), new ArrayList<>()))
                .hasMessageContaining("the data file \"E.csv\"")
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3"})
    void ofXml(int before) throws IOException {
        String rows = "<R><A>1</A></R>".repeat(before);
        for (String bad : List.of("<R><A>1</A><A>2</A></R>", "<R>text<A/></R>", "<R A='" + ENDLESS + "'/>")) {
            List<Long> read = new ArrayList<>();
            byte[] xml = ("<Document>" + rows + bad + "</Document>").getBytes(StandardCharsets.UTF_8);
            assertThat(failure(SourceFormat.XML_ELEMENT, xml, read))
                    .hasMessageContaining("the data file \"E.xml\"")
                    .hasMessageContaining("row " + (before + 1));
            assertThat(read).hasSize(before);
        }
    }

    private static DataPackageException failure(SourceFormat format, byte[] content, List<Long> read)
            throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        DataPackageWriter.of("p")
                .warnings(warning -> {})
                .entity(PackageEntity.of("E", format).fields("A"), DataSource.ofBytes(content))
                .writeTo(zip);
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(zip.toByteArray()), LIMITS)) {
            return catchThrowableOfType(DataPackageException.class, () -> {
                try (DataRows rows = reader.rows(reader.manifest().entities().get(0))) {
                    while (rows.hasNext()) {
                        read.add(rows.next().number());
                    }
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            });
        }
    }
}

package io.github.d365fo.connector.costs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import de.siegmar.fastcsv.reader.CsvReader;
import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataPackageWriter;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.connector.packages.SourceFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a row of a data file costs in memory beside the parser under it. */
@Timeout(120)
class RowCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROWS = 5_000;
    private static final int FIELDS = 10;

    private static String rows(IntFunction<String> row) {
        return IntStream.range(0, ROWS).mapToObj(row).collect(Collectors.joining());
    }

    private static String fields(String separator, IntFunction<String> field) {
        return IntStream.range(0, FIELDS).mapToObj(field).collect(Collectors.joining(separator));
    }

    @Test
    void aRowOfCsvTakesLittleMoreThanInFastCsv() throws Exception {
        byte[] content = (fields(",", i -> "FIELD" + i) + "\r\n" + rows(n -> fields(",", i -> "value" + n) + "\r\n"))
                .getBytes(StandardCharsets.UTF_8);
        long parser = allocated(() -> {
            try (var csv = CsvReader.builder()
                    .ofNamedCsvRecord(
                            new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8))) {
                return csv.stream()
                        .mapToLong(row -> row.getField("FIELD3").length())
                        .sum();
            }
        });
        assertRatio(SourceFormat.CSV, content, parser, 1.6);
    }

    @Test
    void aRowOfXmlTakesLittleMoreThanInStax() throws Exception {
        byte[] content = ("<Document>"
                        + rows(n -> "<E>" + fields("", i -> "<FIELD" + i + ">value" + n + "</FIELD" + i + ">") + "</E>")
                        + "</Document>")
                .getBytes(StandardCharsets.UTF_8);
        long parser = allocated(() -> {
            XMLStreamReader xml =
                    XMLInputFactory.newInstance().createXMLStreamReader(new ByteArrayInputStream(content));
            long length = 0;
            Map<String, String> row = new LinkedHashMap<>();
            String name = "";
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    name = xml.getLocalName();
                    row = name.equals("E") ? new LinkedHashMap<>() : row;
                } else if (event == XMLStreamConstants.CHARACTERS) {
                    row.put(name, xml.getText());
                    length += xml.getTextLength();
                }
            }
            return length;
        });
        assertRatio(SourceFormat.XML_ELEMENT, content, parser, 2);
    }

    private static void assertRatio(SourceFormat format, byte[] content, long parser, double most) throws Exception {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        DataPackageWriter.of("p")
                .warnings(warning -> {})
                .entity(PackageEntity.of("E", format).fields("FIELD0"), DataSource.ofBytes(content))
                .writeTo(zip);
        byte[] bytes = zip.toByteArray();
        long sdk = allocated(() -> {
            try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(bytes));
                    DataRows rows = reader.rows(reader.manifest().entities().get(0))) {
                long length = 0;
                while (rows.hasNext()) {
                    length += rows.next().text("FIELD3").orElseThrow().length();
                }
                return length;
            }
        });
        assertThat((double) sdk / parser)
                .as(sdk / ROWS + " bytes a row against " + parser / ROWS)
                .isLessThan(most);
    }

    /** Returns how many bytes {@code work} takes in this thread, after a first time. */
    private static long allocated(Callable<?> work) throws Exception {
        work.call();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.call();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

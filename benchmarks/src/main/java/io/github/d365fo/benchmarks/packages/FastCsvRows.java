package io.github.d365fo.benchmarks.packages;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** The JDK's zip and FastCSV. */
final class FastCsvRows implements RowReader {
    @Override
    public long read(Path file) throws IOException {
        long count = 0;
        try (ZipFile zip = new ZipFile(file.toFile());
                CsvReader<NamedCsvRecord> rows = CsvReader.builder()
                        .ofNamedCsvRecord(new InputStreamReader(
                                zip.getInputStream(SamplePackage.dataFile(zip)), StandardCharsets.UTF_8))) {
            for (NamedCsvRecord row : rows) {
                RowReader.require(row.getField(SamplePackage.ID), row.getField(SamplePackage.GROUP), count++);
            }
        }
        return count;
    }
}

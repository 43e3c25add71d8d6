package io.github.d365fo.benchmarks.packages;

import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataRow;
import io.github.d365fo.connector.packages.DataRows;
import java.io.IOException;
import java.nio.file.Path;

/** The SDK's reader. */
final class SdkRows implements RowReader {
    @Override
    public long read(Path file) throws IOException {
        long count = 0;
        try (DataPackageReader reader = DataPackageReader.open(file);
                DataRows rows = reader.rows(reader.manifest().entities().get(0))) {
            while (rows.hasNext()) {
                DataRow row = rows.next();
                RowReader.require(
                        row.text(SamplePackage.ID).orElseThrow(),
                        row.text(SamplePackage.GROUP).orElseThrow(),
                        count++);
            }
        }
        return count;
    }
}

package io.github.d365fo.benchmarks.report;

import io.github.d365fo.benchmarks.measured.Rows;
import io.github.d365fo.benchmarks.packages.SamplePackage;
import io.github.d365fo.connector.packages.SourceFormat;
import java.io.IOException;
import java.util.List;

/** The rows about rows: those of a package's data file. */
final class RowRows {
    private static final int WARM_UP_SHARE = 4;

    private final Stage stage;
    private final long size;

    RowRows(Stage stage, long size) {
        this.stage = stage;
        this.size = size;
    }

    List<Row> rows() throws IOException {
        return List.of(
                row("CSV", SourceFormat.CSV, size, "zip + FastCSV"),
                row("XML", SourceFormat.XML_ELEMENT, size / 2, "zip + StAX"));
    }

    private Row row(String name, SourceFormat format, long bytes, String byHand) throws IOException {
        SamplePackage small =
                SamplePackage.write(stage.memory().resolve(name + "-small.zip"), format, bytes / WARM_UP_SHARE);
        SamplePackage large = SamplePackage.write(stage.memory().resolve(name + ".zip"), format, bytes);
        return new Row(
                "rows of " + (bytes >> 20) + " MiB of " + name + " in a package",
                List.of(byHand, "sdk"),
                Row.Figure.ofTransfer(large.bytes()),
                reader -> stage.processes()
                        .measure(
                                List.of(),
                                Rows.class.getName(),
                                List.of(
                                        reader,
                                        small.file().toString(),
                                        large.file().toString(),
                                        String.valueOf(large.rows()))));
    }
}

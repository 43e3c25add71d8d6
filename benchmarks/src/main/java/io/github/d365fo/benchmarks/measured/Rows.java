package io.github.d365fo.benchmarks.measured;

import io.github.d365fo.benchmarks.packages.RowReader;
import java.nio.file.Path;

/** Reads all rows of a package, after those of a smaller one to warm up, and prints what it cost. */
public final class Rows {
    private Rows() {}

    /** Takes the reader, the smaller package, and the package with its number of rows. */
    public static void main(String[] arguments) throws Exception {
        RowReader reader = RowReader.of(arguments[0]);
        if (reader.read(Path.of(arguments[1])) == 0) {
            throw new IllegalStateException("no rows to warm up with");
        }
        Meter meter = Meter.start();
        long rows = reader.read(Path.of(arguments[2]));
        System.out.println("measured " + meter.stop());
        if (rows != Long.parseLong(arguments[3])) {
            throw new IllegalStateException("expected " + arguments[3] + " rows, but got " + rows);
        }
    }
}

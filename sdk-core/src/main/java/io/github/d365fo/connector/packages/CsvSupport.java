package io.github.d365fo.connector.packages;

import java.io.IOException;
import java.io.InputStream;

/** The door to the one class that needs FastCSV, which may not be there. */
final class CsvSupport {
    private CsvSupport() {}

    static DataRows rows(String file, InputStream in, CsvOptions options, int maxRowSize) throws IOException {
        try {
            return CsvRows.open(file, in, options, maxRowSize);
        } catch (NoClassDefFoundError e) {
            in.close();
            throw new IllegalStateException(
                    "rows of CSV need the library FastCSV: add the dependency de.siegmar:fastcsv and, in a named module, "
                            + "\"requires de.siegmar.fastcsv\"",
                    e);
        }
    }
}

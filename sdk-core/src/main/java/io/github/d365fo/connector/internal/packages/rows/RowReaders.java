package io.github.d365fo.connector.internal.packages.rows;

import io.github.d365fo.connector.internal.packages.check.DeclaredFile;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.packages.CsvOptions;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Opens the reader for a data file's format. Rejects a file that contradicts its format, a format without rows, and CSV
 * without FastCSV on the class path.
 */
public final class RowReaders {
    private RowReaders() {}

    /**
     * Returns the rows of {@code file}, whose bytes are {@code content}; closes them if it throws.
     *
     * @param maxRowSize how large a row may be, in bytes
     */
    public static RowReader open(DeclaredFile file, CsvOptions options, int maxRowSize, InputStream content)
            throws IOException {
        InputStream in = file.readable(options, content);
        return switch (file.kind()) {
            case CSV -> csv(file, in, options, maxRowSize);
            case CSV_UNICODE -> csv(file, in, options.charset(StandardCharsets.UTF_16LE), maxRowSize);
            case XML -> XmlRowReader.open(file, in, maxRowSize);
            case EXCEL, UNKNOWN -> {
                in.close();
                throw withoutRows(file);
            }
        };
    }

    /** Only this method loads the one class that needs FastCSV. */
    private static RowReader csv(DeclaredFile file, InputStream in, CsvOptions options, int maxRowSize)
            throws IOException {
        try {
            return CsvRowReader.open(file, in, options, maxRowSize);
        } catch (NoClassDefFoundError e) {
            in.close();
            throw new IllegalStateException(
                    "reading rows of CSV requires FastCSV: add the dependency de.siegmar:fastcsv and, in a named"
                            + " module, "
                            + "\"requires de.siegmar.fastcsv\"",
                    e);
        }
    }

    private static DataPackageException withoutRows(DeclaredFile file) {
        return new DataPackageException(
                PackageProblem.UNSUPPORTED_FORMAT,
                "can't read rows of " + file.title() + ", whose format is " + EntryNames.quote(file.format())
                        + "; read it as a stream, or, if it is like CSV or XML, declare that:"
                        + " entity.sourceFormat(entity.sourceFormat().like(...))");
    }
}

package io.github.d365fo.connector.internal.packages.rows;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.github.d365fo.connector.internal.packages.check.DeclaredFile;
import io.github.d365fo.connector.internal.packages.check.Encodings;
import io.github.d365fo.connector.packages.CsvOptions;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rows of CSV with FastCSV. The first line names the fields. Not thread-safe. */
final class CsvRowReader implements RowReader {
    private static final int MAX_FIELDS = 10_000;
    private static final int LEAST_BUFFER = 64 << 10;

    private final String what;
    private final RowMeter meter;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final ColumnValues.Columns columns;
    private final Charset charset;
    /** The current row, from 1, without the line that names the fields. */
    private long row;

    private CsvRowReader(String what, InputStream in, CsvOptions options, int maxRowSize) throws IOException {
        this.what = what;
        this.charset = options.charset();
        this.meter = new RowMeter(what, Encodings.reader(in, options.charset()), maxRowSize);
        int buffer = Math.max(maxRowSize, LEAST_BUFFER);
        CsvRecordHandler handler = CsvRecordHandler.builder()
                .maxFields(MAX_FIELDS)
                .maxFieldSize(buffer)
                .maxRecordSize(buffer)
                .build();
        this.reader = CsvReader.builder()
                .fieldSeparator(options.separator())
                .quoteCharacter(options.quote())
                .maxBufferSize(buffer)
                .build(handler, meter);
        this.records = reader.iterator();
        this.columns = ColumnValues.Columns.of(readNames());
    }

    static RowReader open(DeclaredFile file, InputStream in, CsvOptions options, int maxRowSize) throws IOException {
        try {
            return new CsvRowReader(file.title(), in, options, maxRowSize);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public Optional<Row> read() throws IOException {
        long number = row;
        CsvRecord entry = nextRecord();
        if (entry == null) {
            return Optional.empty();
        }
        return Optional.of(new Row("", number, columns.row(entry.getFields()), List.of()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private List<String> readNames() throws IOException {
        CsvRecord first = nextRecord();
        List<String> fields = first == null ? List.of() : first.getFields();
        if (new HashSet<>(fields).size() < fields.size()) {
            throw new DataPackageException(
                    PackageProblem.MALFORMED_DATA, what + " has two fields of the same name in its first row");
        }
        return fields;
    }

    private @Nullable CsvRecord nextRecord() throws IOException {
        try {
            CsvRecord entry = records.hasNext() ? records.next() : null;
            meter.begin(++row);
            return entry;
        } catch (CsvParseException e) {
            throw new DataPackageException(
                    PackageProblem.MALFORMED_DATA,
                    what + " can't be read as CSV: " + meter.place()
                            + " has a different number of fields than the first line, or unbalanced quotes",
                    e);
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof CharacterCodingException cause ? notEncoded(cause) : e.getCause();
        }
    }

    private DataPackageException notEncoded(CharacterCodingException cause) {
        return new DataPackageException(
                PackageProblem.MALFORMED_DATA,
                what + ": text in or after " + meter.place()
                        + " is not in the encoding of its byte order mark or, without one, in " + charset
                        + "; set CsvOptions.charset for other code pages",
                cause);
    }
}

package io.github.d365fo.connector.packages;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of CSV by FastCSV. */
final class CsvRows extends DataRows {
    private static final int MAX_FIELDS = 10_000;
    private static final int LEAST_BUFFER = 64 << 10;

    private final String what;
    private final RowMeter meter;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> names;
    private long count;

    private CsvRows(String what, InputStream in, CsvOptions options, int maxRowSize) throws IOException {
        this.what = what;
        this.meter = new RowMeter(what, Texts.reader(in, options.charset()), maxRowSize);
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
        this.names = readNames();
    }

    static DataRows open(String file, InputStream in, CsvOptions options, int maxRowSize) throws IOException {
        try {
            return new CsvRows("the data file " + EntryNames.show(file), in, options, maxRowSize);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    @Nullable
    DataRow read() throws IOException {
        CsvRecord entry = nextRecord();
        if (entry == null) {
            return null;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            fields.put(names.get(i), entry.getField(i));
        }
        return new DataRow("", ++count, fields, List.of());
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
            meter.restart();
            return entry;
        } catch (CsvParseException e) {
            throw new DataPackageException(
                    PackageProblem.MALFORMED_DATA, what + " can't be read as CSV after row " + count, e);
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof CharacterCodingException cause ? notEncoded(cause) : e.getCause();
        }
    }

    private DataPackageException notEncoded(CharacterCodingException cause) {
        return new DataPackageException(
                PackageProblem.MALFORMED_DATA,
                what + " is not in the encoding that its mark or the options say",
                cause);
    }
}

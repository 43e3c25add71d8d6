package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.rows.Row;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A row of a data file: fields by name, in order. Immutable and thread-safe. */
public final class DataRow {
    private final String name;
    private final long number;
    private final Map<String, String> fields;
    private final List<DataRow> children;

    DataRow(Row row) {
        this.name = row.name();
        this.number = row.number();
        this.fields = row.fields();
        // A stream for each of millions of rows of CSV, which have none, is a quarter of the time.
        this.children = row.children().isEmpty()
                ? List.of()
                : row.children().stream().map(DataRow::new).toList();
    }

    /** Returns the name of the row's element in XML; an empty text in CSV. */
    public String name() {
        return name;
    }

    /** Returns the number of the row, from 1; nested rows are numbered from 1 in each row. */
    public long number() {
        return number;
    }

    /** Returns the fields by name, in the order of the file, including empty fields but not nil ones. */
    public Map<String, String> fields() {
        return fields;
    }

    /** Returns a field's text, which may be blank, or empty if the row does not have the field. */
    public Optional<String> text(String field) {
        Objects.requireNonNull(field, "field");
        return Optional.ofNullable(fields.get(field));
    }

    /** Returns the rows inside this row, such as the lines of an order in a composite entity; none in CSV. */
    public List<DataRow> children() {
        return children;
    }

    /** Returns the row's number and the names of its fields, but not their text. */
    @Override
    public String toString() {
        return "DataRow[" + number + ", " + fields.keySet() + "]";
    }
}

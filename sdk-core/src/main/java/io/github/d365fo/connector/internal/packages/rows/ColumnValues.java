package io.github.d365fo.connector.internal.packages.rows;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The fields of a CSV row by name, in the order of the columns, which all rows of a file share. Immutable. */
final class ColumnValues extends AbstractMap<String, String> {
    private final Columns columns;
    private final List<String> values;

    private ColumnValues(Columns columns, List<String> values) {
        this.columns = columns;
        this.values = values;
    }

    /** The names of a file's columns, and the place of each. */
    record Columns(List<String> names, Map<String, Integer> places) {
        /** Names the columns; no name may occur twice. */
        static Columns of(List<String> names) {
            return new Columns(
                    names,
                    IntStream.range(0, names.size())
                            .boxed()
                            .collect(Collectors.toUnmodifiableMap(names::get, place -> place)));
        }

        /** Returns a row of {@code values}, one for each column, which nobody changes afterwards. */
        Map<String, String> row(List<String> values) {
            return new ColumnValues(this, values);
        }
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        Integer place = name == null ? null : columns.places().get(name);
        return place == null ? null : values.get(place);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name != null && columns.places().containsKey(name);
    }

    @Override
    public int size() {
        return columns.names().size();
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return IntStream.range(0, size())
                        .mapToObj(place -> Map.entry(columns.names().get(place), values.get(place)))
                        .iterator();
            }

            @Override
            public int size() {
                return ColumnValues.this.size();
            }
        };
    }
}

package io.github.d365fo.connector.internal.packages.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.internal.packages.rows.ColumnValues.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A row that shares its names with all others behaves like a map of its own. */
class ColumnValuesTest {
    private final Columns columns = Columns.of(List.of("B", "A", ""));
    private final Map<String, String> row = columns.row(List.of("1", "", "3"));

    @Test
    void itIsTheMapOfItsFieldsInTheOrderOfTheColumns() {
        Map<String, String> same = new LinkedHashMap<>();
        same.put("B", "1");
        same.put("A", "");
        same.put("", "3");

        assertThat(row).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
        assertThat(row.keySet()).containsExactly("B", "A", "");
        assertThat(row.values()).containsExactly("1", "", "3");
        assertThat(row.entrySet()).containsExactlyElementsOf(same.entrySet());
    }

    @Test
    void fieldsAreFoundByNameAlone() {
        assertThat(row.get("A")).isEmpty();
        assertThat(row.containsKey("B")).isTrue();
        assertThat(row.get("C")).isNull();
        assertThat(row.get(null)).isNull();
        assertThat(row.containsKey(null)).isFalse();
        assertThat(row.containsKey("b")).isFalse();
    }

    @Test
    void nothingCanBeChanged() {
        assertThatThrownBy(() -> row.put("A", "2")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> row.remove("A")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> row.entrySet().iterator().next().setValue("2"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aFileWithoutColumnsHasEmptyRows() {
        assertThat(Columns.of(List.of()).row(List.of())).isEmpty();
    }
}

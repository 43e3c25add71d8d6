package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Entities that can be read at {@code /data}. Immutable and thread-safe.
 *
 * @param name the name of the collection
 * @param type the name of one entity's type
 * @param keys the names of the fields in the key, the first of which can stand alone
 * @param fields the types of the fields, by their names
 * @param rows the entities
 */
record EntitySet(
        String name, String type, List<String> keys, Map<String, String> fields, Supplier<List<JsonObject>> rows) {
    static final String TEXT = "Edm.String";
    static final String NUMBER = "Edm.Int32";
    static final String TIME = "Edm.DateTimeOffset";

    /** Returns the field of that name in any case, as it is spelled. */
    Optional<String> field(String named) {
        return fields.keySet().stream()
                .filter(field -> field.equalsIgnoreCase(named.strip()))
                .findFirst();
    }

    /** Returns the entity whose first key this is, in any case. */
    Optional<JsonObject> find(String key) {
        String wanted = key.toLowerCase(Locale.ROOT);
        return rows.get().stream()
                .filter(row ->
                        row.requireText(keys.get(0)).toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }
}

package io.github.d365fo.testkit.internal.packages;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.Optional;

/**
 * An entity of a data package, or of a single file. Immutable and thread-safe.
 *
 * @param label the label of the entity
 * @param records how many records its data file has
 * @param problem why none of them can be read, or empty if they can
 */
public record PackageEntity(String label, long records, Optional<String> problem) {
    public PackageEntity(String label, long records) {
        this(label, records, Optional.empty());
    }

    public JsonObject save() {
        return new JsonObject().put("label", label).put("records", records).put("problem", problem);
    }

    public static PackageEntity restore(JsonObject saved) {
        return new PackageEntity(saved.requireText("label"), saved.requireNumber("records"), saved.text("problem"));
    }
}

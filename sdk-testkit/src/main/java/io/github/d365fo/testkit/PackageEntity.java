package io.github.d365fo.testkit;

import java.util.Optional;

/**
 * An entity of a data package, or of a single file. Immutable and thread-safe.
 *
 * @param label the label of the entity
 * @param records how many records its data file has
 * @param problem why none of them can be read, or empty if they can
 */
record PackageEntity(String label, long records, Optional<String> problem) {
    PackageEntity(String label, long records) {
        this(label, records, Optional.empty());
    }
}

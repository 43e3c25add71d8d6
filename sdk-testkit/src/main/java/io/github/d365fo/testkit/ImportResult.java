package io.github.d365fo.testkit;

import java.util.List;

/** What becomes of an import once it is processed. Immutable. */
record ImportResult(int records, List<ImportError> errors) {
    static final ImportResult CLEAN = new ImportResult(1, List.of());

    ImportResult {
        if (records < errors.size()) {
            throw new IllegalArgumentException(
                    "records: expected at least the " + errors.size() + " that fail, but got " + records);
        }
        errors = List.copyOf(errors);
    }
}

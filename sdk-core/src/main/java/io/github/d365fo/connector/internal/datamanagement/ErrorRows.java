package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.wire.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The failed rows of an execution: keeps the first ones, counts all. Not thread-safe. */
final class ErrorRows {
    private static final int MOST = 10_000;
    private static final long MOST_CHARACTERS = 4 << 20;

    private final KnownSecrets secrets;
    private final List<ExecutionError> rows = new ArrayList<>();
    private long count;
    private long characters;
    private String problem = "";

    ErrorRows(KnownSecrets secrets) {
        this.secrets = secrets;
    }

    void add(JsonObject row) {
        count++;
        if (rows.size() < MOST && characters < MOST_CHARACTERS) {
            ExecutionError error = ExecutionError.of(
                    row.textIfAny("RecordId").map(secrets::withoutKnown),
                    row.textIfAny("Field").map(secrets::withoutKnown),
                    row.textIfAny("ErrorMessage").map(secrets::withoutKnown).orElse(""));
            characters += error.message().length();
            rows.add(error);
        }
    }

    /** Notes why the rows after the last one can't be read. */
    void breakOff(String reason) {
        problem = reason;
    }

    /** Returns the first rows. */
    List<ExecutionError> rows() {
        return List.copyOf(rows);
    }

    /** Returns how many there were. */
    long count() {
        return count;
    }

    /** Returns a sentence on what is missing, or empty if nothing is. */
    Optional<String> gap() {
        if (!problem.isEmpty()) {
            return Optional.of("execution errors after row " + count + " could not be read: " + problem);
        }
        return count == rows.size()
                ? Optional.empty()
                : Optional.of("execution errors: only the first " + rows.size() + " of " + count
                        + " are included; downloadStagingErrors and downloadErrorKeys have all");
    }
}

package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.wire.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of an execution that failed: the first are kept, all are counted. Not thread-safe. */
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

    /** Notes why the rows behind the last one can't be read. */
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

    /** Returns what is missing, in a sentence, or empty if nothing is. */
    Optional<String> gap() {
        if (!problem.isEmpty()) {
            return Optional.of("execution errors are not known behind row " + count + ": " + problem);
        }
        return count == rows.size()
                ? Optional.empty()
                : Optional.of("execution errors: of " + count + " the first " + rows.size()
                        + " are here; downloadStagingErrors and downloadErrorKeys have the others");
    }
}

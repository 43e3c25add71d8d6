package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.JsonObject;
import io.github.d365fo.connector.internal.wire.ODataAnswer;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A row of an execution that failed, as {@code GetExecutionErrors} tells it. Immutable and thread-safe. */
public final class ExecutionError {
    private final Optional<String> recordId;
    private final Optional<String> field;
    private final String message;

    private ExecutionError(JsonObject row) throws JsonException {
        this.recordId = row.text("RecordId").map(Redaction::clean);
        this.field = row.text("Field").map(Redaction::clean);
        this.message = row.text("ErrorMessage").map(Redaction::clean).orElse("");
    }

    /**
     * Reads an answer of {@code GetExecutionErrors}, whose value is a text that holds JSON itself. A text that holds
     * none becomes the message of one error.
     *
     * @throws IllegalArgumentException if {@code json} is neither
     */
    public static List<ExecutionError> listFromJson(String json) {
        try {
            List<ExecutionError> errors = new ArrayList<>();
            for (JsonObject row : ODataAnswer.of(json).objects("ErrorMessage")) {
                errors.add(new ExecutionError(row));
            }
            return List.copyOf(errors);
        } catch (JsonException e) {
            throw new IllegalArgumentException("execution errors: " + e.getMessage(), e);
        }
    }

    /** Returns the number of the row, or empty if the error belongs to none. */
    public Optional<String> recordId() {
        return recordId;
    }

    /** Returns the field that is to blame, or empty if the service names none. */
    public Optional<String> field() {
        return field;
    }

    /** Returns what is wrong, in the service's words without what looks like a secret. */
    public String message() {
        return message;
    }

    /** Returns whether {@code other} says the same of the same field of the same row. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ExecutionError that
                && recordId.equals(that.recordId)
                && field.equals(that.field)
                && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(recordId, field, message);
    }

    /** Returns row, field and message. */
    @Override
    public String toString() {
        return recordId.map(id -> "record " + id + ": ").orElse("")
                + field.map(name -> name + ": ").orElse("")
                + message;
    }
}

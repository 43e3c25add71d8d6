package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.internal.wire.BodyText;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.JsonObject;
import io.github.d365fo.connector.internal.wire.ODataRows;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A failed row of an execution, as {@code GetExecutionErrors} reports it. Immutable and thread-safe. */
public final class ExecutionError {
    private final Optional<String> recordId;
    private final Optional<String> field;
    private final String message;

    private ExecutionError(Optional<String> recordId, Optional<String> field, String message) {
        this.recordId = recordId.map(Redaction::clean);
        this.field = field.map(Redaction::clean);
        this.message = Redaction.clean(message);
    }

    /** Returns the error {@code message} of a row and a field; each is empty if it belongs to none. */
    public static ExecutionError of(Optional<String> recordId, Optional<String> field, String message) {
        return new ExecutionError(
                Objects.requireNonNull(recordId, "recordId"),
                Objects.requireNonNull(field, "field"),
                Objects.requireNonNull(message, "message"));
    }

    /**
     * Parses a response of {@code GetExecutionErrors}, whose value is a string that contains JSON. Any other string
     * becomes the message of one error.
     *
     * @throws IllegalArgumentException if {@code json} is neither
     */
    public static List<ExecutionError> listFromJson(String json) {
        Objects.requireNonNull(json, "json");
        List<ExecutionError> errors = new ArrayList<>();
        try {
            ODataRows.read(new StringReader(BodyText.withoutMark(json)), "ErrorMessage", row -> errors.add(of(row)));
            return List.copyOf(errors);
        } catch (JsonException e) {
            throw new IllegalArgumentException("execution errors: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringReader does not fail", e);
        }
    }

    private static ExecutionError of(JsonObject row) {
        return of(
                row.textIfAny("RecordId"),
                row.textIfAny("Field"),
                row.textIfAny("ErrorMessage").orElse(""));
    }

    /** Returns the number of the row, or empty if the error belongs to none. */
    public Optional<String> recordId() {
        return recordId;
    }

    /** Returns the field at fault, or empty if the service names none. */
    public Optional<String> field() {
        return field;
    }

    /** Returns the service's message, with anything that looks like a secret removed. */
    public String message() {
        return message;
    }

    /** Returns whether {@code other} has the same row, field and message. */
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

package io.github.d365fo.connector.internal.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object with lenient access to its fields, by name in any case. */
public final class JsonObject {
    private static final Instant FIRST_REAL = Instant.ofEpochSecond(-2_177_452_800L); // 1901-01-01

    private final Map<String, @Nullable Object> fields;

    JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** Returns whether the object has the field, even if it is null. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Returns the value of a field, or null if it is null or absent. */
    @Nullable
    Object value(String name) {
        return fields.get(name);
    }

    /** Returns a text, or a number or boolean as text; empty if the field is absent, null or blank. */
    public Optional<String> text(String name) throws JsonException {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return Optional.of(value.toString()).filter(text -> !text.isBlank());
        }
        throw new JsonException("expected " + name + " to be a text, but it is " + Json.kind(value));
    }

    /** Returns what {@link #text} returns, but empty if the field is not a text. */
    public Optional<String> textIfAny(String name) {
        try {
            return text(name);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** Returns a required text. */
    public String requiredText(String name) throws JsonException {
        return text(name)
                .orElseThrow(() -> new JsonException(
                        "expected a text in " + name + ", but it is " + (has(name) ? "empty or null" : "missing")));
    }

    /** Returns a boolean, which may be written as text; empty if absent or null. */
    public Optional<Boolean> bool(String name) throws JsonException {
        Optional<String> text = text(name);
        if (text.isPresent()
                && !text.get().equalsIgnoreCase("true")
                && !text.get().equalsIgnoreCase("false")) {
            throw new JsonException(
                    "expected " + name + " to be true or false, but it is " + Json.kind(fields.get(name)));
        }
        return text.map(Boolean::parseBoolean);
    }

    /** Returns a whole number, zero if absent or null. */
    public long number(String name) throws JsonException {
        Optional<String> text = text(name);
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text.get());
        } catch (NumberFormatException e) {
            throw new JsonException(
                    "expected " + name + " to be a whole number, but it is " + Json.kind(fields.get(name)));
        }
    }

    /**
     * Returns a time; empty if absent, null, unreadable, or one of the service's spellings of "not yet" (0001-01-01,
     * 1900-01-01). Times without a zone are UTC.
     */
    public Optional<Instant> time(String name) throws JsonException {
        return text(name).flatMap(Timestamp::parse).filter(time -> !time.isBefore(FIRST_REAL));
    }

    /** Returns an object, or empty if absent or null. */
    public Optional<JsonObject> object(String name) throws JsonException {
        Object value = fields.get(name);
        return value == null ? Optional.empty() : Optional.of(Json.object(name, value));
    }

    /** Returns the objects of an array; none if it is absent or null. */
    public List<JsonObject> objects(String name) throws JsonException {
        Object value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            throw new JsonException("expected " + name + " to be an array, but it is " + Json.kind(value));
        }
        List<JsonObject> objects = new ArrayList<>();
        for (Object item : items) {
            objects.add(Json.object("an item of " + name, item));
        }
        return objects;
    }
}

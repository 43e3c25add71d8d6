package io.github.d365fo.testkit.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object with its fields in order. A null field counts as missing. Reading a field as a wrong type throws an
 * {@link IllegalArgumentException} that names it. Not thread-safe.
 */
public final class JsonObject {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Represents a null, which is written but read as a missing field. */
    private static final Object NULL = new Object();

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Creates an object without fields. */
    public JsonObject() {}

    /** Returns an object with these fields. */
    public static JsonObject of(Map<String, ?> fields) {
        JsonObject object = new JsonObject();
        fields.forEach(object::put);
        return object;
    }

    /**
     * Parses an object.
     *
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    public static JsonObject parse(String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                JsonObject object = object(json);
                if (json.nextToken() == null) {
                    return object;
                }
            }
        } catch (JsonProcessingException e) {
            // The exception shows a part of the text, which may contain a secret.
            throw new IllegalArgumentException("expected a JSON object, but line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + " is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("a text does not fail", e);
        }
        throw new IllegalArgumentException("expected one JSON object, but got " + text.length() + " other characters");
    }

    /**
     * Sets a field and returns this object: texts, numbers, booleans, objects and collections of them as they are, an
     * empty {@code Optional} as a missing field, anything else as its text.
     */
    public JsonObject put(String name, Object value) {
        if (!(value instanceof Optional<?> optional)) {
            fields.put(name, value);
        } else if (optional.isPresent()) {
            fields.put(name, optional.get());
        }
        return this;
    }

    /** Sets a field, to null if {@code value} is empty, and returns this object. */
    public JsonObject putOrNull(String name, Optional<?> value) {
        fields.put(name, value.isPresent() ? value.get() : NULL);
        return this;
    }

    /** Removes a field, if it is there. */
    public void remove(String name) {
        fields.remove(name);
    }

    /** Returns the names of its fields. */
    public Set<String> names() {
        return fields.keySet();
    }

    /**
     * Returns this object if it has no other fields than these.
     *
     * @throws IllegalArgumentException if it has
     */
    public JsonObject only(String... names) {
        List<String> allowed = List.of(names);
        fields.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            name + ": expected one of the fields " + allowed + ", but got another");
                });
        return this;
    }

    /** Returns a value of any kind. */
    public Optional<Object> value(String name) {
        return as(name, Object.class, "a value");
    }

    /** Returns a text. */
    public Optional<String> text(String name) {
        return as(name, String.class, "a text");
    }

    /** Returns a required text. */
    public String requireText(String name) {
        return text(name).orElseThrow(() -> missing(name, "a text"));
    }

    /** Returns a text that is not blank. */
    public Optional<String> filledText(String name) {
        return text(name).map(text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException(name + ": expected a text, but it is blank");
            }
            return text;
        });
    }

    /** Returns a whole number. */
    public Optional<Long> number(String name) {
        return as(name, Long.class, "a whole number");
    }

    /** Returns a whole number of 32 bits. */
    public Optional<Integer> integer(String name) {
        return number(name).map(number -> {
            if (number != number.intValue()) {
                throw new IllegalArgumentException(name + ": expected a number of 32 bits, but got " + number);
            }
            return number.intValue();
        });
    }

    /** Returns a number of any kind. */
    public Optional<Double> decimal(String name) {
        return as(name, Number.class, "a number").map(Number::doubleValue);
    }

    /** Returns a boolean. */
    public Optional<Boolean> flag(String name) {
        return as(name, Boolean.class, "true or false");
    }

    /** Returns a required whole number. */
    public long requireNumber(String name) {
        return number(name).orElseThrow(() -> missing(name, "a whole number"));
    }

    /** Returns a required duration in ISO 8601 format. */
    public Duration requireDuration(String name) {
        return duration(name).orElseThrow(() -> missing(name, "a duration"));
    }

    /** Returns a duration in ISO 8601 format, of at most a hundred years, in either direction. */
    public Optional<Duration> duration(String name) {
        Optional<Duration> duration = parsed(name, "a duration such as PT30M", Duration::parse);
        duration.filter(value -> value.compareTo(LONGEST) > 0 || value.compareTo(LONGEST.negated()) < 0)
                .ifPresent(value -> {
                    throw new IllegalArgumentException(
                            name + ": expected at most " + LONGEST.toDays() + " days, but got " + value);
                });
        return duration;
    }

    /** Returns a required time in ISO 8601 format. */
    public Instant requireInstant(String name) {
        return instant(name).orElseThrow(() -> missing(name, "a time"));
    }

    /** Returns a time in ISO 8601 format. */
    public Optional<Instant> instant(String name) {
        return parsed(name, "a time such as 2026-01-05T08:00:00Z", Instant::parse);
    }

    /** Returns an object. */
    public Optional<JsonObject> object(String name) {
        return as(name, JsonObject.class, "an object");
    }

    /** Returns a required object. */
    public JsonObject requireObject(String name) {
        return object(name).orElseThrow(() -> missing(name, "an object"));
    }

    /** Returns the objects of a list, none if it is missing. */
    public List<JsonObject> objects(String name) {
        return list(name, JsonObject.class, "a list of objects");
    }

    /** Returns the objects in an object, none if it is missing. */
    public List<JsonObject> objectsOf(String name) {
        Optional<JsonObject> all = object(name);
        return all.isEmpty()
                ? List.of()
                : all.get().names().stream().map(all.get()::requireObject).toList();
    }

    /** Returns the texts of a list, none if it is missing. */
    public List<String> texts(String name) {
        return list(name, String.class, "a list of texts");
    }

    /** Returns the exception for a field that is missing. */
    public static IllegalArgumentException missing(String name, String expected) {
        return new IllegalArgumentException(name + ": expected " + expected + ", but it is missing");
    }

    /** Returns the JSON. */
    @Override
    public String toString() {
        return write(this);
    }

    /** Returns the JSON of an object, a collection, or any other value of a field. */
    public static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof JsonObject object) {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : object.fields.entrySet()) {
                json.writeFieldName(field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> values) {
            json.writeStartArray();
            for (Object each : values) {
                write(json, each);
            }
            json.writeEndArray();
        } else if (value == NULL) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else {
            json.writeString(value.toString());
        }
    }

    private static JsonObject object(JsonParser json) throws IOException {
        JsonObject object = new JsonObject();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            Object value = value(json);
            if (value != null) {
                object.put(name, value);
            }
        }
        return object;
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> list(json);
            case VALUE_NUMBER_INT -> integer(json);
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getText();
        };
    }

    /** Accepts numbers that are too large for a {@code long}, too. */
    private static Number integer(JsonParser json) throws IOException {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return json.getDoubleValue();
        }
        return json.getLongValue();
    }

    private static List<Object> list(JsonParser json) throws IOException {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(json);
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private <T> Optional<T> as(String name, Class<T> type, String expected) {
        Object value = fields.get(name);
        if (value == null || value == NULL) {
            return Optional.empty();
        }
        return Optional.of(value).filter(type::isInstance).map(type::cast).or(() -> {
            throw other(name, expected, value);
        });
    }

    private <T> Optional<T> parsed(String name, String expected, Function<String, T> parser) {
        return text(name).map(text -> {
            try {
                return parser.apply(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        name + ": expected " + expected + ", but got " + text.length() + " other characters", e);
            }
        });
    }

    private <T> List<T> list(String name, Class<T> type, String expected) {
        List<?> list = as(name, List.class, expected).orElse(List.of());
        List<T> typed = new ArrayList<>();
        for (Object each : list) {
            if (!type.isInstance(each)) {
                throw other(name, expected, each);
            }
            typed.add(type.cast(each));
        }
        return typed;
    }

    private static IllegalArgumentException other(String name, String expected, Object value) {
        String kind = value instanceof String ? "a text" : value instanceof Number ? "a number" : "something else";
        return new IllegalArgumentException(name + ": expected " + expected + ", but got " + kind);
    }
}

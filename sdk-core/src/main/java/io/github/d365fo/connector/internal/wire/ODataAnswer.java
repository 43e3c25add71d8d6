package io.github.d365fo.connector.internal.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The response of an OData action. Its value is flat ("Data management package REST API" shows some nested, clients
 * read them flat), or a string that contains JSON.
 */
public final class ODataAnswer {
    static final String VALUE = "value";

    private final @Nullable Object value;

    private ODataAnswer(@Nullable Object value) {
        this.value = value;
    }

    /** Parses a response; actions without a value may return an empty one. */
    public static ODataAnswer of(String text) throws JsonException {
        Object value = BodyText.withoutMark(text).isBlank() ? null : Json.parse(text);
        while (value instanceof JsonObject object && object.has(VALUE)) {
            value = object.value(VALUE);
        }
        return new ODataAnswer(isEnvelope(value) ? null : value);
    }

    /** Returns the value as a text, or empty if there is none. */
    public Optional<String> text() throws JsonException {
        if (value instanceof JsonObject || value instanceof List) {
            throw new JsonException("expected the value to be a text, but it is " + Json.kind(value));
        }
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isBlank());
    }

    /** Returns a required text. */
    public String requiredText() throws JsonException {
        return text().orElseThrow(
                        () -> new JsonException("expected a text in value, but it is empty, null or missing"));
    }

    /** Returns whether the value is true, which may be written as a text; false if there is none. */
    public boolean isTrue() throws JsonException {
        return text().filter("true"::equalsIgnoreCase).isPresent();
    }

    /**
     * Returns the objects in the value: an array, a single object, or either as JSON in a string. Any other string
     * becomes an object with that string as {@code name}.
     */
    public List<JsonObject> objects(String name) throws JsonException {
        List<JsonObject> objects = new ArrayList<>();
        collect(value, name, objects);
        return objects;
    }

    static void collect(@Nullable Object value, String name, List<JsonObject> target) throws JsonException {
        if (value instanceof JsonObject object) {
            target.add(object);
        } else if (value instanceof List<?> items) {
            for (Object item : items) {
                collect(item, name, target);
            }
        } else if (value instanceof String text && !text.isBlank()) {
            collectText(BodyText.withoutMark(text), name, target);
        } else if (value != null && !(value instanceof String)) {
            throw new JsonException("expected an object or a text, but it is " + Json.kind(value));
        }
    }

    private static void collectText(String text, String name, List<JsonObject> target) throws JsonException {
        if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
            collect(Json.parse(text), name, target);
        } else {
            target.add(object(name, text));
        }
    }

    /** Returns an object with {@code text} as {@code name}. */
    static JsonObject object(String name, String text) {
        Map<String, @Nullable Object> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put(name, text);
        return new JsonObject(fields);
    }

    static boolean isEnvelope(@Nullable Object value) {
        return value instanceof JsonObject object && object.has("@odata.context");
    }
}

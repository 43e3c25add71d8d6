package io.github.d365fo.connector.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON into maps, lists, strings, numbers and booleans. Names are matched in any case, since the service varies
 * them.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private Json() {}

    /** Parses one value; {@code null} for the JSON null. Skips a byte order mark. */
    public static @Nullable Object parse(String text) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(BodyText.withoutMark(text))) {
            if (parser.nextToken() == null) {
                throw new JsonException("expected JSON, but got nothing");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonException("expected one JSON value, but more follows");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new JsonException(
                    "expected JSON within bounds, but it is nested too deeply or has values that are too large");
        } catch (JsonParseException e) {
            throw new JsonException("expected JSON, but at character "
                    + e.getLocation().getCharOffset() + " of " + text.length() + " it is invalid");
        } catch (IOException e) {
            throw new JsonException("expected JSON, but got " + text.length() + " characters that end too soon");
        }
    }

    /** Parses one object. */
    public static JsonObject parseObject(String text) throws JsonException {
        return object("the response", parse(text));
    }

    /** Returns {@code value} as an object; errors call it {@code name}. */
    static JsonObject object(String name, @Nullable Object value) throws JsonException {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("expected " + name + " to be an object, but it is " + kind(value));
    }

    /** Returns the kind of value, for errors. */
    static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return "a text of " + text.length() + " characters";
        }
        if (value instanceof Number) {
            return "a number";
        }
        return value instanceof List ? "an array" : value instanceof JsonObject ? "an object" : "a boolean";
    }

    /** Writes an object with one text. */
    public static String write(String name, String value) {
        return write(Map.of(name, value));
    }

    /** Writes an object of texts, booleans and whole numbers, in the order of {@code fields}. */
    public static String write(Map<String, ?> fields) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            generator.writeStartObject();
            for (Map.Entry<String, ?> field : fields.entrySet()) {
                generator.writeFieldName(field.getKey());
                writeValue(generator, field.getValue());
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return out.toString();
    }

    private static void writeValue(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Integer number) {
            generator.writeNumber(number);
        } else {
            generator.writeString(value.toString());
        }
    }

    /** Returns a parser positioned before the first value of {@code text}, which it leaves open. */
    static JsonParser parser(Reader text) throws IOException {
        return FACTORY.createParser(text).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    }

    /** Returns the value at the position of {@code parser}. */
    static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> throw new JsonParseException(parser, "unexpected " + parser.currentToken());
        };
    }

    private static JsonObject readObject(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            fields.putIfAbsent(name, value);
        }
        return new JsonObject(fields);
    }

    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }
}

package io.github.d365fo.testkit.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The little JSON that the fake speaks. It shares nothing with the client's own reader and writer. */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** Writes one JSON value. */
    public interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    public static String write(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    /** Writes an object of texts and numbers. */
    public static String object(Map<String, ?> fields) {
        return write(json -> {
            json.writeStartObject();
            for (Map.Entry<String, ?> field : fields.entrySet()) {
                json.writeObjectField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        });
    }

    /** Returns the texts and other scalars of an object; names in any case, nested values left out. */
    public static Map<String, String> fields(String text) throws IOException {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        read(text, (name, json) -> fields.put(name, json.getText()));
        return fields;
    }

    private interface Reading {
        void take(String name, JsonParser json) throws IOException;
    }

    private static void read(String text, Reading reading) throws IOException {
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("expected a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isScalarValue()) {
                    reading.take(name, json);
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    /** A text, number, truth value or null, and which of them it is. */
    public record Scalar(JsonToken type, String text) {}

    /** Returns the scalars of an object, whose names count letter by letter; nested values left out. */
    public static Map<String, Scalar> scalars(String text) throws IOException {
        Map<String, Scalar> scalars = new HashMap<>();
        read(text, (name, json) -> scalars.put(name, new Scalar(json.currentToken(), json.getText())));
        return scalars;
    }
}

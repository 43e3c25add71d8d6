package io.github.d365fo.testkit.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Parses the fields of JSON objects from clients. It shares nothing with the client's own parser. */
public final class JsonFields {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonFields() {}

    /** Returns the texts and other scalars of an object; ignoring the case of names, without nested values. */
    public static Map<String, String> texts(String text) throws IOException {
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

    /** A text, number, boolean or null, and its type. */
    public record Scalar(JsonToken type, String text) {}

    /** Returns the scalars of an object by their case-sensitive names, without nested values. */
    public static Map<String, Scalar> scalars(String text) throws IOException {
        Map<String, Scalar> scalars = new HashMap<>();
        read(text, (name, json) -> scalars.put(name, new Scalar(json.currentToken(), json.getText())));
        return scalars;
    }
}

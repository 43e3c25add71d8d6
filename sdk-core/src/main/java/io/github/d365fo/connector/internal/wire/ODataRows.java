package io.github.d365fo.connector.internal.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams the objects in the value of an OData response, so that their number does not matter. The value has one of the
 * forms that {@link ODataAnswer} accepts, usually a string of many megabytes that contains an array.
 */
public final class ODataRows {
    private static final int LONGEST_TEXT = 64 << 10;
    private static final char MARK = '\uFEFF';

    private final String name;
    private final Consumer<JsonObject> rows;

    private ODataRows(String name, Consumer<JsonObject> rows) {
        this.name = name;
        this.rows = rows;
    }

    /**
     * Reads {@code answer} to its end and passes its objects to {@code rows}; a string that is not JSON becomes an
     * object with that string as {@code name}.
     *
     * @throws JsonException if it is not JSON, or truncated; the objects before that have been passed on
     * @throws IOException if it can't be read
     */
    public static void read(Reader answer, String name, Consumer<JsonObject> rows) throws IOException, JsonException {
        Reader in = new BufferedReader(answer);
        try {
            new ODataRows(name, rows).document(in);
            in.transferTo(Writer.nullWriter());
        } catch (JacksonException e) {
            throw new JsonException("expected JSON, but it is invalid, truncated, or has values that are too large");
        } catch (JsonString.Broken e) {
            throw new JsonException(String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("resource") // The parser holds nothing but the reader, which its owner closes.
    private void document(Reader in) throws IOException, JsonException {
        JsonParser parser = Json.parser(in);
        if (parser.nextToken() != null) {
            value(parser, in);
        }
    }

    private void value(JsonParser parser, Reader rest) throws IOException, JsonException {
        switch (parser.currentToken()) {
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    item(Json.value(parser));
                }
            }
            case START_OBJECT -> object(parser, rest);
            case VALUE_STRING -> text(parser, rest);
            case VALUE_NULL -> {}
            default -> throw new JsonException("expected an object or a text, but it is neither");
        }
    }

    private void object(JsonParser parser, Reader rest) throws IOException, JsonException {
        Map<String, @Nullable Object> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equalsIgnoreCase(ODataAnswer.VALUE)) {
                // Other fields do not matter.
                value(parser, rest);
                return;
            }
            Object value = Json.value(parser);
            fields.putIfAbsent(field, value);
        }
        JsonObject object = new JsonObject(fields);
        if (!ODataAnswer.isEnvelope(object)) {
            rows.accept(object);
        }
    }

    /** Takes over from the parser, which has read the opening quote and would load the whole string. */
    private void text(JsonParser parser, Reader rest) throws IOException, JsonException {
        StringWriter ahead = new StringWriter();
        parser.releaseBuffered(ahead);
        Reader all = new BufferedReader(new JoinedReader(ahead.toString(), rest));
        PushbackReader text = new PushbackReader(new JsonString(all));
        int first = text.read();
        while (first == MARK || Character.isWhitespace(first)) {
            first = text.read();
        }
        if (first >= 0) {
            text.unread(first);
            inner(first, text);
        }
        text.transferTo(Writer.nullWriter());
        all.transferTo(Writer.nullWriter());
    }

    @SuppressWarnings("resource") // The parser holds nothing but the reader, which its owner closes.
    private void inner(int first, Reader text) throws IOException, JsonException {
        if (first != '[' && first != '{') {
            char[] words = new char[LONGEST_TEXT];
            int count = text.read(words);
            rows.accept(ODataAnswer.object(name, new String(words, 0, count)));
            return;
        }
        JsonParser parser = Json.parser(text);
        parser.nextToken();
        value(parser, text);
        if (parser.nextToken() != null) {
            throw new JsonException("expected one JSON value in the text, but more follows");
        }
    }

    private void item(@Nullable Object value) throws JsonException {
        if (value instanceof Number || value instanceof Boolean) {
            rows.accept(ODataAnswer.object(name, value.toString()));
            return;
        }
        List<JsonObject> objects = new ArrayList<>();
        ODataAnswer.collect(value, name, objects);
        objects.forEach(rows);
    }

    /** The characters read ahead, then the rest. */
    private static final class JoinedReader extends Reader {
        private final String ahead;
        private final Reader rest;
        private int position;

        JoinedReader(String ahead, Reader rest) {
            this.ahead = ahead;
            this.rest = rest;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            if (position == ahead.length()) {
                return rest.read(target, offset, length);
            }
            int count = Math.min(length, ahead.length() - position);
            ahead.getChars(position, position + count, target, offset);
            position += count;
            return count;
        }

        @Override
        public void close() throws IOException {
            rest.close();
        }
    }
}

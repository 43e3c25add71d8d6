package io.github.d365fo.connector.internal.wire;

/** A text is not the expected JSON. The message contains no part of the text. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1;

    /** Creates an exception whose message says what was expected and what was found. */
    public JsonException(String message) {
        super(message);
    }
}

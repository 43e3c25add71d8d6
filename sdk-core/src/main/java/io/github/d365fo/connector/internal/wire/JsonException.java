package io.github.d365fo.connector.internal.wire;

/** A text is not the JSON that was expected. Its message holds no part of the text. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says what was expected and what the text is instead. */
    public JsonException(String message) {
        super(message);
    }
}

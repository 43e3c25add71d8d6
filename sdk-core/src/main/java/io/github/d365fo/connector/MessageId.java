package io.github.d365fo.connector;

/**
 * The id that <em>enqueue</em> answers with, to ask later what became of the message.
 *
 * <p>Microsoft's documentation does not promise a form, so any text is kept as it is, without the quotes it travels in.
 * A message id is not an {@link ExecutionId}. Immutable and thread-safe.
 */
public final class MessageId {
    private final String value;

    private MessageId(String value) {
        this.value = value;
    }

    /**
     * Returns the message id in {@code text}; white space and double quotes around it are dropped.
     *
     * @throws IllegalArgumentException if nothing is left
     */
    public static MessageId of(String text) {
        return new MessageId(IdText.bare("messageId", text));
    }

    /** Returns the id without quotes, spelt as the server did. */
    public String value() {
        return value;
    }

    /** Returns whether {@code other} is the same message id; GUIDs are the same in any case. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MessageId that && value.equalsIgnoreCase(that.value);
    }

    @Override
    public int hashCode() {
        return IdText.caseless(value).hashCode();
    }

    /** Returns the id without quotes. */
    @Override
    public String toString() {
        return value;
    }
}

package io.github.d365fo.connector;

import java.util.regex.Pattern;

/**
 * The id that <em>enqueue</em> answers with, to ask later what became of the message.
 *
 * <p>Every message id that was ever seen is a GUID, but Microsoft's documentation does not promise it. So what the
 * service answers is kept in whatever form it comes, and only what a program brings itself has to be a GUID: a name of
 * its own for the message is an external id, and the id of a run is an {@link ExecutionId}. Immutable and thread-safe.
 */
public final class MessageId {
    private static final Pattern GUID = Pattern.compile("\\{?\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}}?");

    private final String value;

    private MessageId(String value) {
        this.value = value;
    }

    /**
     * Returns the message id in {@code text}, a GUID; white space, double quotes and braces around it are dropped.
     *
     * @throws IllegalArgumentException if {@code text} is no GUID, such as an external id
     */
    public static MessageId of(String text) {
        String bare = IdText.bare("messageId", text);
        if (!GUID.matcher(bare).matches()) {
            throw new IllegalArgumentException("messageId: expected a GUID, as enqueue answers it, but got a text of "
                    + text.length() + " characters that is none; an external id or an execution id is no message id");
        }
        return new MessageId(bare.replaceAll("[{}]", ""));
    }

    /**
     * Returns the message id in {@code text} in whatever form the service gave it, for those who read its answers
     * themselves or have kept the {@link #value()} of one; white space and double quotes around it are dropped.
     *
     * @throws IllegalArgumentException if nothing is left
     */
    public static MessageId verbatim(String text) {
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

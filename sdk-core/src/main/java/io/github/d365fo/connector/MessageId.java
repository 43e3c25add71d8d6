package io.github.d365fo.connector;

import java.util.regex.Pattern;

/**
 * The id that <em>enqueue</em> returns, to ask later for the status of the message.
 *
 * <p>Every message id seen so far is a GUID, but Microsoft's documentation does not promise it. So ids from the service
 * are kept in whatever form they come, and only ids that a program supplies must be GUIDs: a program's own name for a
 * message is an external id, and the id of a run is an {@link ExecutionId}. Immutable and thread-safe.
 */
public final class MessageId {
    private static final Pattern GUID = Pattern.compile("\\{?\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}}?");

    private final String value;

    private MessageId(String value) {
        this.value = value;
    }

    /**
     * Returns the message id in {@code text}, a GUID; surrounding white space, double quotes and braces are dropped.
     *
     * @throws IllegalArgumentException if {@code text} is not a GUID, for example an external id
     */
    public static MessageId of(String text) {
        String bare = IdText.bare("messageId", text);
        if (!GUID.matcher(bare).matches()) {
            throw new IllegalArgumentException("messageId: expected a GUID, as enqueue returns it, but got "
                    + text.length() + " characters that are none; an external id or an execution id is not a message"
                    + " id");
        }
        return new MessageId(bare.replaceAll("[{}]", ""));
    }

    /**
     * Returns the message id in {@code text} in whatever form the service gave it, for code that parses responses
     * itself or has stored a {@link #value()}; surrounding white space and double quotes are dropped.
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

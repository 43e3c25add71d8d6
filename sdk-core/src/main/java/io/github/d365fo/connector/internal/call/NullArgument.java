package io.github.d365fo.connector.internal.call;

import org.jspecify.annotations.Nullable;

/**
 * A program handed over null where that is not allowed. A type of our own, since this is thrown at the caller at once,
 * while what a user's code throws, which may be any exception of the JDK, is how a call ended.
 */
public final class NullArgument extends NullPointerException {
    private static final long serialVersionUID = 1;

    private NullArgument(String name) {
        super(name);
    }

    /** Returns {@code value}, unless it is null: then throws, with the {@code name} of the argument for a message. */
    public static <T> T refuse(@Nullable T value, String name) {
        if (value == null) {
            throw new NullArgument(name);
        }
        return value;
    }
}

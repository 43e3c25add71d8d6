package io.github.d365fo.connector.internal.call;

import org.jspecify.annotations.Nullable;

/**
 * A null argument. This is our own type because it is thrown at the caller at once, while any exception of the JDK from
 * a user's code fails the call.
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

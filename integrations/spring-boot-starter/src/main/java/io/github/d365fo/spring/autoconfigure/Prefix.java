package io.github.d365fo.spring.autoconfigure;

import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of the names of some properties. Hands their values to builders, and says which property it was when a
 * builder rejects one.
 *
 * @param name such as {@code d365fo.feeds.customers}
 */
record Prefix(String name) {
    static final Prefix ROOT = new Prefix("d365fo");

    /** Returns the prefix of the environment {@code key}, which is empty for the one without a name. */
    static Prefix environment(String key) {
        return key.isEmpty() ? ROOT : ROOT.then("environments").then(key);
    }

    /** Returns the prefix of the feed {@code key}. */
    static Prefix feed(String key) {
        return ROOT.then("feeds").then(key);
    }

    /** Returns a longer prefix. */
    Prefix then(String part) {
        return new Prefix(name + "." + part);
    }

    /** Hands {@code value} to {@code setter} unless there is none. */
    <T> void set(String property, @Nullable T value, Consumer<? super T> setter) {
        if (value != null) {
            use(property, () -> {
                setter.accept(value);
                return value;
            });
        }
    }

    /**
     * Returns what is made of the value of a property.
     *
     * @throws PropertyException with the reason if the value is rejected
     */
    <T> T use(String property, Supplier<T> use) {
        try {
            return use.get();
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            PropertyException named = wrong(property, reason(e));
            named.initCause(e);
            throw named;
        }
    }

    /** Returns {@code value}, or fails since the property has none. */
    <T> T required(String property, @Nullable T value, String action) {
        if (value == null) {
            throw new PropertyException(name + "." + property, "it is required and is not set", action);
        }
        return value;
    }

    /** Returns the exception for a property that has to be corrected. */
    PropertyException wrong(String property, String problem) {
        return new PropertyException(
                name + "." + property, problem, "Correct the value of " + name + "." + property + ".");
    }

    /** The builders' messages begin with the name of their own setting, which the property's replaces. */
    private static String reason(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.replaceFirst("^[A-Za-z]+: ", "");
    }
}

package io.github.d365fo.connector;

import java.util.Locale;
import java.util.Objects;

/** Strips quotes from ids of free form and compares them without regard to case. */
final class IdText {
    private IdText() {}

    static String bare(String field, String text) {
        String bare = Objects.requireNonNull(text, field).strip();
        if (bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")) {
            bare = bare.substring(1, bare.length() - 1).strip();
        }
        if (bare.isEmpty()) {
            throw new IllegalArgumentException(
                    field + ": expected an id, but got " + text.length() + " characters of white space or quotes");
        }
        return bare;
    }

    static String caseless(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}

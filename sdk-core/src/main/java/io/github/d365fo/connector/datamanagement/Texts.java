package io.github.d365fo.connector.datamanagement;

import java.util.List;
import java.util.Objects;

/** Validates texts, labels and numbers that users set. */
final class Texts {
    private Texts() {}

    static String line(String field, String value) {
        Objects.requireNonNull(value, field);
        if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + ": expected a text without control characters, but got "
                    + value.length() + " characters that are blank or contain one");
        }
        return value.strip();
    }

    static List<String> labels(String field, List<String> values) {
        for (String value : Objects.requireNonNull(values, field)) {
            if (line(field, value).contains(",")) {
                throw new IllegalArgumentException(
                        field + ": expected labels without a comma, which separates them, but one contains a comma");
            }
        }
        return values.stream().map(String::strip).toList();
    }

    static int positive(String field, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(field + ": expected one or more, but got " + value);
        }
        return value;
    }
}

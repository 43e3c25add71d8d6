package io.github.d365fo.testkit;

import java.util.Objects;

/** Checks what a test hands in. */
final class Given {
    private Given() {}

    /** Refuses null, alone and among {@code values}. */
    static void all(String name, Object[] values) {
        for (Object value : Objects.requireNonNull(values, name)) {
            Objects.requireNonNull(value, name);
        }
    }

    /** Refuses null, alone and among {@code values}. */
    static void all(String name, Iterable<?> values) {
        for (Object value : Objects.requireNonNull(values, name)) {
            Objects.requireNonNull(value, name);
        }
    }
}

package io.github.d365fo.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Validates arguments. */
final class Given {
    private Given() {}

    /** Longer than any test looks ahead, and short enough for every resulting date to have a year of four digits. */
    static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("8900-01-01T00:00:00Z");

    /** Rejects a time that is negative or longer than a hundred years. */
    static Duration span(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + ": expected zero or more, but got " + value);
        }
        return offset(name, value);
    }

    /** Rejects a time that is longer than a hundred years, in either direction. */
    static Duration offset(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(LONGEST) > 0 || value.compareTo(LONGEST.negated()) < 0) {
            throw new IllegalArgumentException(
                    name + ": expected at most " + LONGEST.toDays() + " days, but got " + value);
        }
        return value;
    }

    /** Rejects a time whose neighbours can have dates that clients can't read. */
    static Instant start(Instant time) {
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw new IllegalArgumentException(
                    "startTime: expected a time from " + EARLIEST + " until before " + LATEST + ", but got " + time);
        }
        return time;
    }

    /** Rejects a negative number of bytes. */
    static void bytes(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": expected zero or more, but got " + value);
        }
    }

    /** Rejects a number less than 1. */
    static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, but got " + value);
        }
        return value;
    }

    /** Rejects a number of bytes above {@code most}, in either direction. */
    static void difference(String name, long value, long most) {
        if (value < -most || value > most) {
            throw new IllegalArgumentException(name + ": expected at most " + most + " bytes, but got " + value);
        }
    }

    /** Rejects null, alone and among {@code values}. */
    static void all(String name, Object[] values) {
        for (Object value : Objects.requireNonNull(values, name)) {
            Objects.requireNonNull(value, name);
        }
    }

    /** Rejects null, alone and among {@code values}. */
    static void all(String name, Iterable<?> values) {
        for (Object value : Objects.requireNonNull(values, name)) {
            Objects.requireNonNull(value, name);
        }
    }
}

package io.github.d365fo.testkit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After} as the server wrote it. */
final class RetryTimes {
    private RetryTimes() {}

    /** Returns when the client may come again, or empty if {@code value} does not say. */
    static Optional<Instant> of(String value, Instant now) {
        try {
            return Optional.of(
                    value.matches("\\d{1,9}")
                            ? now.plusSeconds(Long.parseLong(value))
                            : ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            // A fault may write anything, and what says nothing binds nobody.
            return Optional.empty();
        }
    }
}

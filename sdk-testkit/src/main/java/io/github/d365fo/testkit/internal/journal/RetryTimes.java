package io.github.d365fo.testkit.internal.journal;

import io.github.d365fo.testkit.internal.http.HttpDate;
import java.time.Instant;
import java.util.Optional;

/** Reads {@code Retry-After} as the server wrote it. */
public final class RetryTimes {
    private RetryTimes() {}

    /** Returns when the client may come again, or empty if {@code value} does not say. */
    public static Optional<Instant> of(String value, Instant now) {
        // A fault may write anything, and what says nothing binds nobody.
        return value.matches("\\d{1,9}") ? Optional.of(now.plusSeconds(Long.parseLong(value))) : HttpDate.parse(value);
    }
}

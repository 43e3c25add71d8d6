package io.github.d365fo.testkit.internal.journal;

import io.github.d365fo.testkit.internal.http.HttpDate;
import java.time.Instant;
import java.util.Optional;

/** Parses {@code Retry-After} as the server wrote it. */
public final class RetryTimes {
    private RetryTimes() {}

    /** Returns when the client may send another request, or empty if {@code value} does not say. */
    public static Optional<Instant> of(String value, Instant now) {
        // A fault may write anything; an invalid value does not bind the client.
        return value.matches("\\d{1,9}") ? Optional.of(now.plusSeconds(Long.parseLong(value))) : HttpDate.parse(value);
    }
}

package io.github.d365fo.feed.internal.ledger;

import java.time.Instant;

/** Times as ledgers keep them: milliseconds since 1970, the furthest there are for those beyond. */
final class EpochMillis {
    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private EpochMillis() {}

    static long of(Instant time) {
        if (time.isBefore(FIRST)) {
            return Long.MIN_VALUE;
        }
        return time.isAfter(LAST) ? Long.MAX_VALUE : time.toEpochMilli();
    }
}

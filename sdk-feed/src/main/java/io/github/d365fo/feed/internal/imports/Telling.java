package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.error.KnownSecrets;

/**
 * What a feed says of failures, in its log, reports, journal and health: in words that can be printed, and without the
 * secrets of its client, which a service or a user's function may have repeated. Thread-safe.
 */
record Telling(KnownSecrets secrets) {
    /** Returns {@code failure} as everybody may see it; what its class says may be gone, so judge it before. */
    Throwable failure(Throwable failure) {
        return Printable.failure(secrets.clean(Printable.failure(failure)));
    }

    /** Returns {@code text} as everybody may see it, on one line. */
    String words(String text) {
        return Printable.line(secrets.clean(Printable.line(text)));
    }

    /** Returns what {@code failure} says, on one line, or its class if it says nothing. */
    String words(Throwable failure) {
        return Printable.words(failure(failure));
    }
}

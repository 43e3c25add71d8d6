package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.LedgerState;
import java.util.Optional;

/** What a session may be asked to settle. */
final class Settling {
    private Settling() {}

    static void check(LedgerState state) {
        if (state == LedgerState.OPEN) {
            throw new IllegalArgumentException("state: an entry can't be moved back to OPEN");
        }
    }

    /** A message without a package has an empty digest. */
    static Optional<String> digest(String sha256) {
        return Optional.of(sha256).filter(digest -> !digest.isEmpty());
    }
}

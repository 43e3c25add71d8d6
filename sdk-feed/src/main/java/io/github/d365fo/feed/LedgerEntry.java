package io.github.d365fo.feed;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a ledger knows of one message. Immutable.
 *
 * @param id the ledger's own name of the entry: letters and digits, at most 80
 * @param state what became of the message
 * @param attempts how often it was tried to handle it, those that are under way included
 * @param isMine whether the session that asked has the claim; there is none on an entry whose state is final
 * @param claimedUntil when the claim runs out or ran out, if there is one, in whole milliseconds
 * @param isAcknowledged whether the message's acknowledgement is known to have arrived
 * @param sha256 the digest of its package in hexadecimal digits, once it was noted
 */
public record LedgerEntry(
        String id,
        LedgerState state,
        int attempts,
        boolean isMine,
        Optional<Instant> claimedUntil,
        boolean isAcknowledged,
        Optional<String> sha256) {
    /** Refuses null and negative numbers. */
    public LedgerEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(claimedUntil, "claimedUntil");
        Objects.requireNonNull(sha256, "sha256");
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts: expected 0 or more, but got " + attempts);
        }
    }
}

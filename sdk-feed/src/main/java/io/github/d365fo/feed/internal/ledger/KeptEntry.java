package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entry as the ledgers in memory and in a directory keep it, with the rules of who may change it. Immutable.
 *
 * @param names the names that lead to it, see {@link MessageKeys}
 * @param owner whose claim it is, or whose it was when the entry was settled
 * @param claimedUntil milliseconds since 1970; without a meaning where there is no owner
 * @param changed when it was last changed, in milliseconds since 1970
 */
record KeptEntry(
        String id,
        ActivityId activity,
        List<String> names,
        LedgerState state,
        int attempts,
        Optional<String> owner,
        long claimedUntil,
        boolean acknowledged,
        Optional<String> sha256,
        long changed) {
    KeptEntry {
        names = List.copyOf(names);
    }

    static KeptEntry fresh(String id, ActivityId activity, List<String> names, long now) {
        return new KeptEntry(
                id, activity, names, LedgerState.OPEN, 0, Optional.empty(), 0, false, Optional.empty(), now);
    }

    /** Returns whether {@code who} may claim it. */
    boolean isFreeFor(String who, long now) {
        return state == LedgerState.OPEN && (owner.isEmpty() || isOf(who) || claimedUntil <= now);
    }

    /** Returns whether {@code who} has the claim. */
    boolean isHeldBy(String who) {
        return !isFinal() && isOf(who);
    }

    /** Returns whether {@code who} has the claim, or had it when the entry was settled. */
    boolean isOf(String who) {
        return owner.filter(who::equals).isPresent();
    }

    boolean isFateKnown() {
        return state != LedgerState.OPEN;
    }

    private boolean isFinal() {
        return state == LedgerState.HANDLED || state == LedgerState.QUARANTINED;
    }

    /** Returns it as a session of {@code who} shows it. */
    LedgerEntry seenBy(String who) {
        Optional<Instant> until =
                owner.filter(claimant -> !isFinal()).map(claimant -> Instant.ofEpochMilli(claimedUntil));
        return new LedgerEntry(id, state, attempts, isHeldBy(who), until, acknowledged, sha256);
    }

    KeptEntry named(List<String> more, long now) {
        List<String> all = Stream.concat(names.stream(), more.stream()).toList();
        return new KeptEntry(id, activity, all, state, attempts, owner, claimedUntil, acknowledged, sha256, now);
    }

    KeptEntry claimed(String by, long until, long now) {
        return new KeptEntry(id, activity, names, state, attempts, Optional.of(by), until, acknowledged, sha256, now);
    }

    KeptEntry renewed(long until, long now) {
        return new KeptEntry(id, activity, names, state, attempts, owner, until, acknowledged, sha256, now);
    }

    KeptEntry attempted(int made, long now) {
        return new KeptEntry(id, activity, names, state, made, owner, claimedUntil, acknowledged, sha256, now);
    }

    KeptEntry settled(LedgerState to, Optional<String> digest, long now) {
        return new KeptEntry(id, activity, names, to, attempts, owner, claimedUntil, acknowledged, digest, now);
    }

    KeptEntry acknowledged(long now) {
        return new KeptEntry(id, activity, names, state, attempts, owner, claimedUntil, true, sha256, now);
    }

    KeptEntry released(long now) {
        return new KeptEntry(id, activity, names, state, attempts, Optional.empty(), 0, acknowledged, sha256, now);
    }
}

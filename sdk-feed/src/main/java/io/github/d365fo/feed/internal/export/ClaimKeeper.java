package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Renews the claims of what is being worked on, however long a handler takes. Thread-safe. */
final class ClaimKeeper {
    private final LedgerSession ledger;
    private final Duration claim;
    private final BiConsumer<String, Throwable> trouble;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    ClaimKeeper(LedgerSession ledger, Duration claim, BiConsumer<String, Throwable> trouble) {
        this.ledger = ledger;
        this.claim = claim;
        this.trouble = trouble;
    }

    /** Returns whether it was not held before. */
    boolean hold(String entry) {
        return held.add(entry);
    }

    void drop(String entry) {
        held.remove(entry);
    }

    /** Renews them all. Whoever has lost a claim learns it when it settles. */
    void renew() {
        for (String entry : held) {
            try {
                ledger.renew(entry, claim);
            } catch (LedgerException e) {
                trouble.accept("renewing the claim of a message", e);
            }
        }
    }
}

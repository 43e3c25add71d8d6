package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.LedgerSession;

/** A user's handler, before the ledger is open. */
public interface HandlerFactory {
    /**
     * Returns the handler together with its ledger.
     *
     * @param ledger the ledger as the feed uses it
     * @param opened the ledger as it was opened
     */
    Handling open(LedgerSession ledger, LedgerSession opened);

    /**
     * Runs the handler for a package from quarantine, of which the ledger is not told.
     *
     * @throws Exception what the handler threw
     */
    void replay(Export export) throws Exception;
}

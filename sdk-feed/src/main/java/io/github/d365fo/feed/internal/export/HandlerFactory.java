package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.LedgerSession;

/** A user's handler, before the ledger is open. */
public interface HandlerFactory {
    /** Returns the handler together with {@code ledger}. */
    Handling open(LedgerSession ledger);

    /**
     * Runs the handler for a package from quarantine, of which the ledger is not told.
     *
     * @throws Exception what the handler threw
     */
    void replay(Export export) throws Exception;
}
